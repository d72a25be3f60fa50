import { crc32, deflateSync } from 'node:zlib'
import { pick } from './college-ids.ts'
import { students } from './college-students.ts'

/** What hangs on a record beside its fields. `photo`: the record's own picture; otherwise an attachment with that name. */
export type ZohoFile = { module: string; id: string; kind: 'photo' | 'attachment'; name: string; base64: string }

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A square of one colour as a real PNG file: eight bits a channel, no alpha. */
const pngSquare = (pixels: number, colour: readonly [number, number, number]): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(pixels, 0)
  header.writeUInt32BE(pixels, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const line = Buffer.concat([Buffer.from([0]), ...Array.from({ length: pixels }, () => Buffer.from(colour))])
  const lines = Buffer.concat(Array.from({ length: pixels }, () => line))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))])
}

const portrait = (red: number, green: number, blue: number): string => pngSquare(48, [red, green, blue]).toString('base64')
const on = (index: number, kind: ZohoFile['kind'], name: string, base64: string): ZohoFile => ({
  module: 'BTEC_Students',
  id: pick(students, index).id,
  kind,
  name,
  base64,
})

/** Some students have a photo on the record, some the attachment the college used before, one has both, one only other papers. */
export const files: ZohoFile[] = [
  on(0, 'photo', 'photo', portrait(0x2f, 0x6f, 0xa8)),
  on(6, 'photo', 'photo', portrait(0xa8, 0x5b, 0x2f)),
  on(8, 'photo', 'photo', portrait(0x4b, 0x8a, 0x3a)),
  on(2, 'attachment', 'Personal_photo_Mehmet.png', portrait(0x80, 0x40, 0x90)),
  on(8, 'attachment', 'personal_PHOTO نور.png', portrait(0x30, 0x30, 0x30)),
  on(10, 'attachment', 'Personal_photo.png', portrait(0x90, 0x80, 0x20)),
  on(10, 'attachment', 'Personal_photo (new).png', portrait(0x20, 0x80, 0x90)),
  on(3, 'attachment', 'diploma.pdf', Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64')),
]
