export type Part = { name: string; filename: string | undefined; content: Buffer }

/** The parts of a multipart/form-data body, in their order; none when its boundary is not told. */
export function partsOf(body: Buffer, contentType: string): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (boundary === undefined) return []
  // Latin-1 keeps every byte as one character.
  const [, ...chunks] = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`)
  return chunks.flatMap((chunk) => {
    const end = chunk.indexOf('\r\n\r\n')
    // What follows the last boundary begins with two dashes.
    if (chunk.startsWith('--') || end === -1) return []
    const headers = utf8(chunk.slice(0, end))
    const name = /;\s*name="([^"]*)"/i.exec(headers)?.[1]
    const filename = /;\s*filename="([^"]*)"/i.exec(headers)?.[1]
    return name === undefined ? [] : [{ name, filename, content: Buffer.from(chunk.slice(end + 4), 'latin1') }]
  })
}

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8')
