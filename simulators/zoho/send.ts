import type { FastifyReply } from 'fastify'
import type { StoredFile } from './files.ts'

/** Answers in Zoho's name, with JSON or with nothing at all. */
export const send = (reply: FastifyReply, status: number, body: unknown): FastifyReply => {
  reply.code(status).header('server', 'ZGS')
  if (body === undefined) return reply.send()
  return reply.header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(body))
}

/** A download, with its name in the header as browsers expect it. */
export const sendFile = (reply: FastifyReply, file: StoredFile): FastifyReply =>
  reply
    .code(200)
    .header('server', 'ZGS')
    .header('content-type', file.contentType)
    .header('content-disposition', `attachment;filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .send(Buffer.from(file.base64, 'base64'))
