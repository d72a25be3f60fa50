/** A file as a browser uploaded it. */
export type StoredFile = { name: string; contentType: string; base64: string }

export type Attachment = StoredFile & { id: string; createdAt: number; createdBy: string }

export type FilesSnapshot = { photos: [string, StoredFile][]; attachments: [string, Attachment[]][] }

/** Who starts with these bytes is this picture; Zoho takes no other kinds as a photo (reference/zoho.md §2.11). */
const pictures: readonly (readonly [type: string, start: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
]

/** The type of a picture by its first bytes, whatever its name says; undefined for everything else. */
export const pictureType = (bytes: Buffer): string | undefined =>
  pictures.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0]

/** What a download is called on the wire. */
export const contentTypeOf = (name: string, bytes: Buffer): string =>
  pictureType(bytes) ?? (/\.pdf$/i.test(name) ? 'application/pdf' : 'application/octet-stream')

export type Files = ReturnType<typeof createFiles>

/** Photos and attachments of records. Record ids are unique in an organisation, so they are the keys; a restored record finds its files again. */
export const createFiles = () => {
  const photos = new Map<string, StoredFile>()
  const attachments = new Map<string, Attachment[]>()

  return {
    photo: (record: string): StoredFile | undefined => photos.get(record),
    putPhoto: (record: string, file: StoredFile) => void photos.set(record, file),
    removePhoto: (record: string): boolean => photos.delete(record),
    attachments: (record: string): readonly Attachment[] => attachments.get(record) ?? [],
    attach(record: string, attachment: Attachment) {
      attachments.set(record, [...(attachments.get(record) ?? []), attachment])
    },
    detach(record: string, id: string): boolean {
      const before = attachments.get(record) ?? []
      const after = before.filter((each) => each.id !== id)
      attachments.set(record, after)
      return after.length < before.length
    },
    clear() {
      photos.clear()
      attachments.clear()
    },
    snapshot: (): FilesSnapshot => ({ photos: [...photos], attachments: [...attachments] }),
    restore(kept: FilesSnapshot) {
      this.clear()
      for (const [record, file] of kept.photos) photos.set(record, file)
      for (const [record, list] of kept.attachments) attachments.set(record, list)
    },
  }
}
