import type { FastifyInstance, FastifyRequest } from 'fastify'

const BODY_LIMIT = 16 * 1024 * 1024

/** Every body arrives as bytes: Zoho parses JSON whatever the Content-Type says, or when it says nothing (reference/zoho.md §6). */
export const takeBodiesAsBytes = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => done(null, body))
}

const textOf = (body: unknown): string => {
  if (Buffer.isBuffer(body)) return body.toString('utf8')
  return typeof body === 'string' ? body : ''
}

/** The JSON of a body, or undefined when it is empty or no JSON. */
export const readJson = (body: unknown): unknown => {
  const text = textOf(body)
  if (text === '') return typeof body === 'object' && !Buffer.isBuffer(body) ? body : undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Plain fields of a multipart form; the SDK sends its token calls like this (§1.2). */
const readMultipart = (text: string, boundary: string): Record<string, string> => {
  const fields: Record<string, string> = {}
  for (const part of text.split(`--${boundary}`)) {
    const [head = '', ...rest] = part.split(/\r?\n\r?\n/)
    const name = /name="([^"]*)"/.exec(head)?.[1]
    if (name !== undefined) fields[name] = rest.join('\r\n\r\n').replace(/\r?\n$/, '')
  }
  return fields
}

/** Parameters of a token call, from the query, a urlencoded body or a multipart form. */
export const readForm = (request: FastifyRequest): Record<string, string> => {
  const type = request.headers['content-type'] ?? ''
  const text = textOf(request.body)
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  const query = request.query as Record<string, string>
  if (boundary !== undefined) return { ...query, ...readMultipart(text, boundary) }
  return { ...query, ...Object.fromEntries(new URLSearchParams(text)) }
}
