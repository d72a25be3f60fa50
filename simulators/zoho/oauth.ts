import type { Clock } from '../system.ts'
import type { ZohoBehaviour } from './behaviour.ts'
import type { Session } from './call.ts'
import { integrationUser } from './people.ts'
import { defaultScopes } from './scopes.ts'

/** What the simulated organisation's self client is called. Invented, and worth nothing anywhere else. */
export const DEFAULT_CLIENT_ID = '1000.SIMULATEDCLIENT0000000000000000'
export const DEFAULT_CLIENT_SECRET = 'simulated-client-secret-0000000000000000'
export const DEFAULT_REFRESH_TOKEN = '1000.simulatedrefreshtoken00000000.0000000000000000simulated0000000'

export const ACCESS_TOKEN_LIFE_MS = 3_600_000
const TOKENS_PER_WINDOW = 10
const WINDOW_MS = 600_000
const ACTIVE_TOKENS = 15

type Consent = { clientId: string; refreshToken: string; userId: string; scopes: string[]; minted: number[]; deniedUntil: number }
type Client = { id: string; secret: string }

export type OauthSnapshot = { clients: Client[]; consents: Consent[]; tokens: [string, Session][] }
export type TokenAnswer = { status: number; body: Record<string, unknown> }

export type Oauth = ReturnType<typeof createOauth>

/** The accounts server: errors come with HTTP 200 and a word in `error` (reference/zoho.md §1.2). */
export const createOauth = (options: { clock: Clock; behaviour: ZohoBehaviour; origin: () => string; random: () => number }) => {
  const { clock, behaviour } = options
  const clients = new Map<string, Client>()
  const consents = new Map<string, Consent>()
  const tokens = new Map<string, Session>()

  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(options.random() * 16).toString(16)).join('')
  const refused = (error: string): TokenAnswer => ({ status: 200, body: { error } })
  const denied = (): TokenAnswer => ({
    status: behaviour.accessDeniedStatus,
    body: {
      error_description: 'You have made too many requests continuously. Please try again after some time.',
      error: 'Access Denied',
      status: 'failure',
    },
  })

  const mint = (consent: Consent): TokenAnswer => {
    const now = clock.now()
    consent.minted = consent.minted.filter((at) => at > now - WINDOW_MS)
    if (consent.deniedUntil > now || consent.minted.length >= TOKENS_PER_WINDOW) {
      // Asking again inside the window lengthens it.
      consent.deniedUntil = now + WINDOW_MS
      return denied()
    }
    consent.minted.push(now)
    const active = [...tokens].filter(([, session]) => session.refreshToken === consent.refreshToken && session.expiresAt > now)
    const [oldest] = active
    // The sixteenth kills the oldest, whoever is using it.
    if (active.length >= ACTIVE_TOKENS && oldest !== undefined) tokens.delete(oldest[0])
    const { clientId, refreshToken, userId, scopes } = consent
    const token = `1000.${hex(32)}.${hex(32)}`
    tokens.set(token, { clientId, refreshToken, userId, scopes, expiresAt: now + ACCESS_TOKEN_LIFE_MS })
    return {
      status: 200,
      body: {
        access_token: token,
        scope: scopes.join(' '),
        api_domain: options.origin(),
        token_type: 'Bearer',
        expires_in: ACCESS_TOKEN_LIFE_MS / 1000,
      },
    }
  }

  const addConsent = (consent: { refreshToken: string; clientId?: string; scopes?: string[] }) => {
    const { refreshToken, clientId = DEFAULT_CLIENT_ID, scopes = defaultScopes } = consent
    consents.set(refreshToken, { clientId, refreshToken, userId: integrationUser.id, scopes, minted: [], deniedUntil: 0 })
  }
  const reset = () => {
    clients.clear()
    consents.clear()
    tokens.clear()
    clients.set(DEFAULT_CLIENT_ID, { id: DEFAULT_CLIENT_ID, secret: DEFAULT_CLIENT_SECRET })
    addConsent({ refreshToken: DEFAULT_REFRESH_TOKEN })
  }
  reset()

  return {
    addClient: (id: string, secret: string) => void clients.set(id, { id, secret }),
    addConsent,
    reset,
    token(parameters: Record<string, string>): TokenAnswer {
      const client = clients.get(parameters.client_id ?? '')
      if (client === undefined) return refused('invalid_client')
      if (client.secret !== parameters.client_secret) return refused('invalid_client_secret')
      if (parameters.grant_type === 'authorization_code') return refused('invalid_code')
      if (parameters.grant_type !== 'refresh_token') return refused('unauthorized_client')
      const consent = consents.get(parameters.refresh_token ?? '')
      return consent === undefined || consent.clientId !== client.id ? refused('invalid_code') : mint(consent)
    },
    /** Takes a refresh token with all its access tokens, or one access token. */
    revoke(token: string): TokenAnswer {
      const known = consents.delete(token)
      for (const [access, session] of tokens) if (session.refreshToken === token) tokens.delete(access)
      return tokens.delete(token) || known ? { status: 200, body: { status: 'success' } } : refused('invalid_code')
    },
    session(header: string | undefined): Session | undefined {
      const [, token] = /^Zoho-oauthtoken (\S+)$/.exec(header ?? '') ?? []
      const session = tokens.get(token ?? '')
      return session !== undefined && session.expiresAt > clock.now() ? session : undefined
    },
    expireAll: () => tokens.clear(),
    snapshot: (): OauthSnapshot => ({ clients: [...clients.values()], consents: [...consents.values()], tokens: [...tokens] }),
    restore(snapshot: OauthSnapshot) {
      clients.clear()
      consents.clear()
      tokens.clear()
      for (const client of snapshot.clients) clients.set(client.id, client)
      for (const consent of snapshot.consents) consents.set(consent.refreshToken, consent)
      for (const [token, session] of snapshot.tokens) tokens.set(token, session)
    },
  }
}
