export type FilePart = { name: string; bytes: Buffer }

/** The file named `file` in a multipart form, byte for byte; undefined when there is none. */
export const readFilePart = (body: unknown, contentType: string | undefined): FilePart | undefined => {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType ?? '')?.[1]
  if (!Buffer.isBuffer(body) || boundary === undefined) return undefined
  // Latin-1 gives every byte a character of its own, so that positions in the text are positions in the bytes.
  const text = body.toString('latin1')
  const delimiter = `--${boundary}`
  for (let at = text.indexOf(delimiter); at >= 0; ) {
    const next = text.indexOf(`\r\n${delimiter}`, at + delimiter.length)
    if (next < 0) return undefined
    const head = text.indexOf('\r\n\r\n', at)
    const disposition = text.slice(at, head)
    if (head >= 0 && head < next && /name="file"/.test(disposition)) {
      const name = Buffer.from(/filename="([^"]*)"/.exec(disposition)?.[1] ?? 'file', 'latin1').toString('utf8')
      return { name, bytes: body.subarray(head + 4, next) }
    }
    at = next + 2
  }
  return undefined
}
