import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Session } from './call.ts'
import { notSimulated, RefusedRequest } from './errors.ts'

/** Known to Zoho, unknown to the simulator: says so instead of pretending (see quirks.md). */
const absent = [
  /^\/oauth\/v2\/auth/,
  /^\/crm\/v8\/__/,
  /^\/crm\/v8\/(settings|actions|files|functions|workflow_configurations|composite|users|org)(\/|$|\?)/,
  /^\/crm\/bulk\//,
  /^\/crm\/v[2-7](\.\d)?\//,
  /^\/crm\/v8\/\w+\/search/,
  /^\/crm\/v8\/\w+\/actions\//,
  /^\/crm\/v8\/\w+\/[^/]+\/\w+/,
]

export const mountAbsent = (server: FastifyInstance, admit: (request: FastifyRequest, reply: FastifyReply) => Session): void => {
  server.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/*',
    handler: (request, reply) => {
      const path = `/${(request.params as { '*': string })['*']}`
      if (path.startsWith('/crm/')) admit(request, reply)
      if (absent.some((pattern) => pattern.test(path))) throw notSimulated(`${request.method} ${path}`)
      throw new RefusedRequest(404, 'INVALID_URL_PATTERN', 'Please check if the URL trying to access is a correct one')
    },
  })
}
