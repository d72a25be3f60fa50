import { createHash } from 'node:crypto'
import type { Clock } from '../system.ts'
import { invalidParameter, RefusedRequest } from './errors.ts'

/** Where the next page starts: behind this row, with so many rows already given. */
export type Position = { afterId: string | undefined; afterTime: number; given: number; page: number }

export const PAGE_TOKEN_LIFE_MS = 24 * 3_600_000

type Held = Position & { binding: string; previous: string | null; expiresAt: number }

export type PageTokens = ReturnType<typeof createPageTokens>

/** Page tokens are bound to the user and to identical parameters, and live for 24 hours (reference/zoho.md §2.3). */
export const createPageTokens = (clock: Clock) => {
  const held = new Map<string, Held>()

  const forgetExpired = () => {
    for (const [token, each] of held) {
      // Kept for a while after they expire, so that the answer can say so.
      if (each.expiresAt + PAGE_TOKEN_LIFE_MS > clock.now()) return
      held.delete(token)
    }
  }

  return {
    bindingOf: (userId: string, module: string, query: Record<string, string>, modifiedSince: number | undefined): string => {
      const { page: _page, page_token: _token, ...rest } = query
      return JSON.stringify([
        userId,
        module,
        modifiedSince ?? null,
        Object.entries(rest).sort(([left], [right]) => (left < right ? -1 : 1)),
      ])
    },
    issue(position: Position, binding: string, previous: string | null): { token: string; expiresAt: number } {
      forgetExpired()
      const token = createHash('sha256')
        .update(`${binding}|${position.afterId}|${position.afterTime}|${position.page}`)
        .digest('hex')
      const expiresAt = clock.now() + PAGE_TOKEN_LIFE_MS
      held.delete(token)
      held.set(token, { ...position, binding, previous, expiresAt })
      return { token, expiresAt }
    },
    redeem(token: string, binding: string): Held {
      const found = held.get(token)
      if (found === undefined) throw invalidParameter('page_token')
      if (found.expiresAt <= clock.now())
        throw new RefusedRequest(400, 'EXPIRED_VALUE', 'the page_token has expired', { param_name: 'page_token' })
      if (found.binding !== binding) {
        throw new RefusedRequest(
          400,
          'TOKEN_BOUND_DATA_MISMATCH',
          'the data bound to the page_token does not match the request',
          { param_name: 'page_token' },
        )
      }
      return found
    },
    clear: () => held.clear(),
  }
}
