import type { FastifyRequest } from 'fastify'
import { RejectedError } from '../../domain/errors.ts'
import { holderOf } from '../../verbs/api-keys.ts'
import type { Desk } from '../../verbs/desk.ts'

type Holder = { tenant: Desk['tenant']; keyId: string; name: string }

/** Refuses every request without a key in force, except to the routes named as open. All refusals look alike. */
export function createGuard(options: { database: Desk['database']; open: ReadonlySet<string> }) {
  const holders = new WeakMap<FastifyRequest, Holder>()
  return {
    async check(request: FastifyRequest): Promise<void> {
      if (options.open.has(request.routeOptions.url ?? '')) return
      const [, key] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
      const holder = key === undefined ? undefined : await holderOf(options.database, key)
      if (holder === undefined) throw new RejectedError('api.unauthorized', {}, 401)
      holders.set(request, holder)
    },
    /** Whose key a request carries. */
    holderOf(request: FastifyRequest): Holder {
      const holder = holders.get(request)
      if (holder === undefined) throw new Error('A route that is open asked whose key it was')
      return holder
    },
  }
}
