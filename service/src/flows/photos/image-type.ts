export type ImageType = 'image/png' | 'image/jpeg'

/** How the files begin, whatever their names say. */
const beginnings: readonly { type: ImageType; bytes: readonly number[] }[] = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
]

/** undefined for whatever is neither PNG nor JPEG. */
export const imageTypeOf = (file: Uint8Array): ImageType | undefined =>
  beginnings.find(({ bytes }) => bytes.every((byte, index) => file[index] === byte))?.type
