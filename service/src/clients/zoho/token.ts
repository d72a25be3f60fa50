import type { Database } from '../../db/database.ts'
import { CodedError, SystemHeldError } from '../../domain/errors.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Cipher } from '../../secrets/cipher.ts'
import type { Observe } from '../connection.ts'
import { hostOf, isZohoApi } from './api-domain.ts'
import { keepPause, keepToken, lockToken, readToken, type StoredToken } from './token.store.ts'
import type { TokenAnswer } from './token-answer.ts'

/** `apiUrl` is where the token may be used. */
export type Token = { accessToken: string; expiresAt: number; apiUrl: string }

export type Tokens = {
  /** A token that is good for some minutes yet. */
  current(observe: Observe): Promise<Token>
  /** Another one than the token Zoho has just refused: the one another process has fetched meanwhile, or a new one. */
  insteadOf(refused: Token, observe: Observe): Promise<Token>
  /** The replacement was refused too: for a while no more tokens are spent on it. */
  refusedAgain(): void
}

export type TokenOptions = {
  tenant: TenantId
  database: Pick<Database, 'withTenant'>
  cipher: Cipher
  fingerprint: string
  /** Given, it is used whatever `api_domain` the token answer names. */
  apiUrl: string | undefined
  ask(observe: Observe): Promise<TokenAnswer>
  now(): number
}

/** A token is renewed this long before its end. */
const MARGIN_MS = 300_000
/** Down to this, an old token is still used when no new one can be had. */
const LAST_USE_MS = 10_000
/** Asking again within ten minutes of "Access Denied" makes it longer (reference/zoho.md §1.2). */
const PAUSE_MS = 600_000
/** After a refusal that only a person can lift: each token asked for in vain counts towards "Access Denied". */
const REFUSED_FOR_MS = 60_000
/** While an old token still works, a failed renewal is tried again this much later. */
const RENEW_AGAIN_MS = 15_000

export const contextOf = (tenant: TenantId): string => `zoho_tokens ${tenant}`

export function createTokens({ tenant, database, cipher, fingerprint, apiUrl, ask, now }: TokenOptions): Tokens {
  let cached: Token | undefined
  let flight: Promise<Token> | undefined
  let refusal: { error: CodedError; until: number } | undefined
  let renewNotBefore = 0

  const isFresh = (token: Token): boolean => token.expiresAt - MARGIN_MS > now()
  const isUsable = (token: Token): boolean => token.expiresAt - LAST_USE_MS > now()
  const isOurs = (stored: StoredToken | undefined): stored is StoredToken => stored?.fingerprint === fingerprint

  function opened(stored: StoredToken | undefined): Token | undefined {
    if (!isOurs(stored) || stored.sealed === null || stored.expiresAt === null) return undefined
    const where = apiUrl ?? stored.apiDomain
    if (where === null || (apiUrl === undefined && !isZohoApi(where))) return undefined
    try {
      return { accessToken: cipher.open(stored.sealed, contextOf(tenant)), expiresAt: stored.expiresAt.getTime(), apiUrl: where }
    } catch {
      // Its key was retired before it was sealed anew. A token costs one call, so a new one is fetched rather than a person called.
      return undefined
    }
  }

  async function renew(refused: Token | undefined, observe: Observe): Promise<Token> {
    if (refusal !== undefined && refusal.until > now()) throw refusal.error
    // An error is returned rather than thrown, or the pause would be rolled back with it.
    const outcome = await database.withTenant(tenant, async (tx): Promise<Token | CodedError> => {
      await lockToken(tx)
      const stored = await readToken(tx)
      const token = opened(stored)
      if (token !== undefined && token.accessToken !== refused?.accessToken && isFresh(token)) return token
      const paused = isOurs(stored) ? (stored.pausedUntil?.getTime() ?? 0) : 0
      if (paused > now()) return throttled(paused)

      const askedAt = now()
      const answer = await ask(observe)
      if (answer.kind === 'failed') return answer.error
      if (answer.kind === 'throttled') {
        const until = now() + PAUSE_MS
        await keepPause(tx, { fingerprint, until: new Date(until) })
        return throttled(until)
      }
      const domain = answer.apiDomain !== undefined && isZohoApi(answer.apiDomain) ? answer.apiDomain : null
      const where = apiUrl ?? domain
      if (where === null) return new SystemHeldError('zoho', 'zoho.address_not_zoho', { host: hostOf(answer.apiDomain ?? '') })
      const { accessToken } = answer
      const expiresAt = askedAt + answer.expiresInMs
      const sealed = cipher.seal(accessToken, contextOf(tenant))
      await keepToken(tx, { sealed, expiresAt: new Date(expiresAt), apiDomain: domain, fingerprint })
      return { accessToken, expiresAt, apiUrl: where }
    })
    if (!(outcome instanceof CodedError)) {
      cached = outcome
      return outcome
    }
    if (outcome instanceof SystemHeldError && outcome.code !== 'zoho.token_throttled') {
      refusal = { error: outcome, until: now() + REFUSED_FOR_MS }
    }
    throw outcome
  }

  const throttled = (until: number) =>
    new SystemHeldError('zoho', 'zoho.token_throttled', { until: new Date(until).toISOString() }, { retryAfterMs: until - now() })

  const renewOnce = (refused: Token | undefined, observe: Observe): Promise<Token> => {
    flight ??= renew(refused, observe).finally(() => {
      flight = undefined
    })
    return flight
  }

  return {
    async current(observe) {
      if (cached !== undefined && isFresh(cached)) return cached
      const known = opened(await database.withTenant(tenant, readToken))
      if (known !== undefined && (isFresh(known) || (isUsable(known) && renewNotBefore > now()))) {
        cached = known
        return known
      }
      try {
        return await renewOnce(undefined, observe)
      } catch (error) {
        if (!(error instanceof CodedError) || known === undefined || !isUsable(known)) throw error
        renewNotBefore = now() + RENEW_AGAIN_MS
        return known
      }
    },

    async insteadOf(refused, observe) {
      if (cached?.accessToken === refused.accessToken) cached = undefined
      if (cached !== undefined && isFresh(cached)) return cached
      // A flight that was under way may have been for somebody who did not know of the refusal yet.
      for (let turn = 0; turn < 3; turn += 1) {
        const token = await renewOnce(refused, observe)
        if (token.accessToken !== refused.accessToken) return token
      }
      throw new SystemHeldError('zoho', 'zoho.token_refused', {})
    },

    refusedAgain() {
      refusal = { error: new SystemHeldError('zoho', 'zoho.token_refused', {}), until: now() + REFUSED_FOR_MS }
    },
  }
}
