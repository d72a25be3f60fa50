import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Session } from './call.ts'
import { writeDateTime } from './date-times.ts'
import { RefusedRequest } from './errors.ts'
import type { Limits } from './limits.ts'
import type { Oauth } from './oauth.ts'
import { covers } from './scopes.ts'
import type { World } from './world.ts'

/** What a route must say about itself before it is served. */
export type Needs = {
  /** Every one of them must be granted. */
  scopes: string[]
  credits: number
  /** Counts against the sub-concurrency limit too (reference/zoho.md §3). */
  limited: boolean
}

export type Gate = {
  /** Lets a request in, or throws what Zoho would answer. */
  admit(request: FastifyRequest, reply: FastifyReply): Session
  check(session: Session, needs: Needs, reply: FastifyReply): void
}

export const createGate = (world: World, oauth: Oauth, limits: Limits, server: FastifyInstance): Gate => {
  const crowded = new WeakMap<FastifyRequest, RefusedRequest>()

  // Counted from arrival to the last byte, so that a slow answer keeps its place.
  server.addHook('onRequest', async (request, reply) => {
    const session = oauth.session(request.headers.authorization)
    if (session === undefined) return
    try {
      reply.raw.once('close', limits.enter(session.clientId))
    } catch (error) {
      if (error instanceof RefusedRequest) crowded.set(request, error)
      else throw error
    }
  })

  return {
    admit(request, reply) {
      const session = oauth.session(request.headers.authorization)
      if (session === undefined) {
        const code = world.behaviour.expiredTokenCode
        throw new RefusedRequest(401, code, code === 'INVALID_TOKEN' ? 'invalid oauth token' : 'Authentication failed')
      }
      const refusal = crowded.get(request)
      if (refusal !== undefined) throw refusal
      reply.header('x-accesstoken-reset', writeDateTime(session.expiresAt, world.behaviour.zone))
      return session
    },
    check(session, needs, reply) {
      if (!needs.scopes.every((scope) => covers(session.scopes, scope))) {
        throw new RefusedRequest(401, 'OAUTH_SCOPE_MISMATCH', 'invalid oauth scope to access this URL')
      }
      if (needs.limited) reply.raw.once('close', limits.enterLimited(session.clientId))
      limits.spend(needs.credits)
      const remaining = limits.remainingToTell()
      if (remaining !== undefined) reply.header('x-api-credits-remaining', String(remaining))
    },
  }
}
