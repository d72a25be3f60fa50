import type { FastifyInstance } from 'fastify'
import type { Oauth } from './oauth.ts'
import { readForm } from './read-body.ts'
import { send } from './send.ts'

/** The accounts server asks for no access token. */
export const mountAccounts = (server: FastifyInstance, oauth: Oauth): void => {
  server.post('/oauth/v2/token', (request, reply) => {
    const { status, body } = oauth.token(readForm(request))
    return send(reply, status, body)
  })
  server.post('/oauth/v2/token/revoke', (request, reply) => {
    const { status, body } = oauth.revoke(readForm(request).token ?? '')
    return send(reply, status, body)
  })
}
