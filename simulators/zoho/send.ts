import type { FastifyReply } from 'fastify'

/** Answers in Zoho's name, with JSON or with nothing at all. */
export const send = (reply: FastifyReply, status: number, body: unknown): FastifyReply => {
  reply.code(status).header('server', 'ZGS')
  if (body === undefined) return reply.send()
  return reply.header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(body))
}
