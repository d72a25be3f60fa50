import { Agent } from 'undici'
import type { Database } from '../../db/database.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Zoho } from '../../ports/zoho.ts'
import type { ZohoMetadata } from '../../ports/zoho-metadata.ts'
import type { Cipher } from '../../secrets/cipher.ts'
import type { Connection, Observe } from '../connection.ts'
import { readAbsences } from './absences.ts'
import { readAllRecords } from './all-records.ts'
import { safeAddress } from './api-domain.ts'
import { type Call, createCall } from './call.ts'
import { readChangedSince } from './changed-since.ts'
import { COQL_PAGE } from './coql-pages.ts'
import { fingerprintOf } from './credentials.ts'
import { createCredits } from './credits.ts'
import { readDeletedSince } from './deleted-list.ts'
import { readFailedWebhooks } from './failed-webhooks.ts'
import { createLimiter } from './limiter.ts'
import { metadataOf } from './metadata.ts'
import { createTimeZoneWatch, readOrg, type TimeZoneWatch } from './org.ts'
import { readPhoto } from './photos.ts'
import { readRecords } from './records.ts'
import { readRecordsWhere } from './records-where.ts'
import { createRelatedLists, type RelatedLists } from './related-records.ts'
import { requestToken } from './request-token.ts'
import { type Concurrency, createShares, defaultConcurrency } from './share.ts'
import { readSubformRows } from './subform-rows.ts'
import { readToken } from './token.store.ts'
import { createTokens } from './token.ts'
import { updateRecords } from './update-records.ts'

export type ZohoOptions = {
  tenant: TenantId
  database: Pick<Database, 'withTenant'>
  cipher: Cipher
  /** Where tokens come from, such as `https://accounts.zoho.eu`. */
  accountsUrl: string
  /** A sandbox or simulator; without it the API's address is the one the token answer names, if it is one of Zoho's. */
  apiUrl?: string
  clientId: string
  clientSecret: string
  refreshToken: string
  /** How many processes share the organisation's limits now. */
  liveProcesses: () => Promise<number>
  now?: () => number
  concurrency?: Concurrency
  /** For one call, from sending to the last byte. Default 20 s. */
  timeoutMs?: number
  /** Rows of one page of `allRecords`. Default 2,000, the most Zoho gives. */
  pageSize?: number
}

/** What `/health/zoho` shows of the connection beside its breaker. */
export type ZohoState = {
  tokenExpiresAt: Date | null
  /** Zoho asked all processes to stop asking for tokens until then. */
  pausedUntil: Date | null
  creditsRemaining: number | null
  apiDomain: string | null
  /** The key the stored token is encrypted with. */
  keyId: string | null
}

export type ZohoConnection = Connection<Zoho> & {
  state(): Promise<ZohoState>
  /** What `manage doctor` asks. */
  metadata(observe: Observe): ZohoMetadata
}

const CONNECT_WITHIN_MS = 5_000
/** Thousands of records fit many times over; more would be no answer of Zoho's. */
const MOST_BYTES = 32 * 1024 * 1024

/** Opens one college's way to its Zoho organisation. Nothing is sent before the first call. @throws TypeError for an unsafe address */
export function connectZoho(options: ZohoOptions): ZohoConnection {
  const { tenant, database, cipher, now = Date.now, concurrency = defaultConcurrency, timeoutMs = 20_000 } = options
  const { clientId, clientSecret, refreshToken } = options
  const accountsUrl = safeAddress(options.accountsUrl)
  const apiUrl = options.apiUrl === undefined ? undefined : safeAddress(options.apiUrl)
  const credentials = { accountsUrl, clientId, clientSecret, refreshToken }
  const fingerprint = fingerprintOf(credentials)

  const accounts = agent(1)
  const dispatcher = agent(concurrency.total)
  const credits = createCredits({ tenant, database, fingerprint, now })
  const shares = createShares(concurrency, options.liveProcesses, now)
  const limiter = createLimiter(shares.current)
  const tokens = createTokens({
    tenant,
    database,
    cipher,
    fingerprint,
    apiUrl,
    ask: (observe) => requestToken(accounts, credentials, { observe, timeoutMs }),
    now,
  })
  const line = { dispatcher, tokens, limiter, shares, credits, timeoutMs }
  const timeZoneOf = createTimeZoneWatch(now)
  const relatedLists = createRelatedLists(now)

  return {
    port: (observe, lane) => portOf(createCall(line, observe, lane), { timeZoneOf, relatedLists }, options.pageSize ?? COQL_PAGE),

    async probe() {
      await readOrg(createCall(line, () => {}, 'live'))
    },

    metadata: (observe) => metadataOf(createCall(line, observe, 'live')),

    async state() {
      const stored = await database.withTenant(tenant, readToken)
      const ours = stored?.fingerprint === fingerprint ? stored : undefined
      const paused = ours?.pausedUntil ?? null
      return {
        tokenExpiresAt: ours?.sealed == null ? null : ours.expiresAt,
        pausedUntil: paused !== null && paused.getTime() > now() ? paused : null,
        creditsRemaining: credits.remaining() ?? ours?.creditsRemaining ?? null,
        apiDomain: apiUrl ?? ours?.apiDomain ?? null,
        keyId: ours?.sealed?.keyId ?? null,
      }
    },

    async close() {
      await Promise.all([accounts.close(), dispatcher.close()])
      await credits.settled()
    },
  }
}

const agent = (connections: number) =>
  new Agent({ connections, connect: { timeout: CONNECT_WITHIN_MS }, maxResponseSize: MOST_BYTES })

/** What is asked of the organisation once in a while, for all runs. */
type Watches = { timeZoneOf: TimeZoneWatch; relatedLists: RelatedLists }

const portOf = (call: Call, { timeZoneOf, relatedLists }: Watches, pageSize: number): Zoho => ({
  org: () => readOrg(call),
  timeZone: () => timeZoneOf(call),
  records: (question, ids) => readRecords(call, question, ids),
  allRecords: (question, after) => readAllRecords(call, question, after, pageSize),
  recordsWhere: (question, field, values) => readRecordsWhere(call, relatedLists, question, field, values),
  recordsChangedSince: (question, since) => readChangedSince(call, question, since),
  subformRows: (subform, parents) => readSubformRows(call, subform, parents),
  absences: (module, ids) => readAbsences(call, module, ids),
  deletedSince: (module, since) => readDeletedSince(call, module, since),
  photoOf: (module, id) => readPhoto(call, module, id),
  failedWebhooksSince: (since) => readFailedWebhooks(call, since),
  updateRecords: (changes) => updateRecords(call, changes),
})
