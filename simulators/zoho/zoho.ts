import { randomInt } from 'node:crypto'
import type { Clock, SimulatedRecord, SimulatedSystem } from '../system.ts'
import { defaultBehaviour, type ZohoBehaviour } from './behaviour.ts'
import { restoreRow } from './changes.ts'
import { createControl } from './control.ts'
import { errorBody } from './errors.ts'
import { createFailedDeliveries, type FailedDelivery } from './failed-deliveries.ts'
import { createFileControl, type FileControl } from './file-control.ts'
import { createFiles, type FilesSnapshot } from './files.ts'
import { enter, type RecordWithId } from './fill.ts'
import { createLimits } from './limits.ts'
import { createOauth, type OauthSnapshot } from './oauth.ts'
import { createPageTokens } from './page-tokens.ts'
import { mountRoutes } from './routes.ts'
import { createSchema, tellTimes } from './schema.ts'
import { createSearchIndex } from './search-index.ts'
import { FIRST_DAY, seedCollege } from './seed.ts'
import { createStore, type StoreSnapshot } from './store.ts'
import { createWebhooks, type DeliveryCounts, type WebhookTarget } from './webhooks.ts'
import type { RecordEvent, World } from './world.ts'

export type { ZohoBehaviour } from './behaviour.ts'
export type { RecordWithId } from './fill.ts'
export { DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_REFRESH_TOKEN } from './oauth.ts'
export { type RequestedFields, requestedFields } from './requested-fields.ts'
export type { DeliveryBehaviour, DeliveryCounts, WebhookTarget } from './webhooks.ts'
export type { RecordEvent } from './world.ts'

/** Files and failures are missing in what was kept before there were any. */
type ZohoSnapshot = {
  store: StoreSnapshot
  files?: FilesSnapshot
  failures?: FailedDelivery[]
  oauth: OauthSnapshot
  credits: [number, number][]
}

export type ZohoSimulator = SimulatedSystem & {
  /** Where the workflow webhooks go, `url` being the service's; undefined silences them. Kept over a reset. */
  setWebhookTarget(target: WebhookTarget | undefined): void
  /**
   * Enters records beside those that are there: unchecked, nothing fires, and search finds them at once.
   * @param from when the first was entered, in milliseconds since the epoch; the first day of term unless told otherwise. @returns how many
   */
  fill(records: Iterable<readonly [module: string, record: RecordWithId]>, from?: number): number
  /** Fires the rules of an event by hand, whether or not anything changed. @returns deliveries put in line */
  fire(event: RecordEvent): number
  deliveries(): DeliveryCounts
  /** Resolves when no delivery is on its way any more. */
  drained(): Promise<void>
  /** Changes how the organisation behaves, from the next call on. */
  behave(change: Partial<ZohoBehaviour>): void
  behaviour(): ZohoBehaviour
  /** Photos and attachments, as people put them on records. */
  files: FileControl
  /** A further refresh token, for another client or with fewer scopes. */
  addConsent(consent: { refreshToken: string; clientId?: string; clientSecret?: string; scopes?: string[] }): void
  /** Lets the search index catch up at once. */
  settleSearch(): void
  creditsSpent(): number
  /** Brings a deleted record back from the recycle bin; no rule fires on it. */
  restoreDeleted(module: string, id: string): SimulatedRecord | undefined
  stop(): Promise<void>
}

/** `GET /crm/v8/BTEC_Students/{id}`: the method and the path without ids and query. */
export const operationOf = (request: { method: string; url: string }): string => {
  const path = request.url.split('?')[0] ?? ''
  return `${request.method} ${path.replaceAll(/\/\d{15,20}(?=\/|$)/g, '/{id}')}`
}

/** One simulated Zoho organisation. `origin` is where its accounts and API paths are mounted, e.g. `http://127.0.0.1:8002/zoho`. */
export const createZohoSimulator = (options: {
  clock: Clock
  origin: () => string
  random?: () => number
  behaviour?: Partial<ZohoBehaviour>
}): ZohoSimulator => {
  const random = options.random ?? (() => randomInt(2 ** 40) / 2 ** 40)
  const usual: ZohoBehaviour = { ...defaultBehaviour, ...options.behaviour }
  const behaviour: ZohoBehaviour = { ...usual }
  const store = createStore(createSchema())
  const files = createFiles()
  const failures = createFailedDeliveries(options.clock, store.nextId)
  const webhooks = createWebhooks(random, failures)
  const world: World = { clock: options.clock, behaviour, store, files, announce: (event) => void webhooks.fire(event) }
  const oauth = createOauth({ clock: options.clock, behaviour, origin: options.origin, random })
  const limits = createLimits(options.clock, behaviour)
  const tokens = createPageTokens(options.clock)
  const index = createSearchIndex(world)
  const records = createControl(world)

  const behave = (change: Partial<ZohoBehaviour>) => {
    Object.assign(behaviour, change)
    tellTimes(store.module('BTEC_Enrollments'), behaviour.linkingTellsTime)
    tellTimes(store.module('Products'), behaviour.productsTellTime)
  }
  const empty = () => {
    store.clear()
    files.clear()
    failures.clear()
    index.clear()
    tokens.clear()
  }
  const reset = (seed: 'college' | 'empty') => {
    empty()
    behave(usual)
    oauth.reset()
    limits.restore([])
    if (seed === 'college') seedCollege(world)
    index.settle()
  }
  reset('college')

  return {
    name: 'zoho',
    routes: (server) => mountRoutes(server, { world, oauth, limits, tokens, index, failures }),
    operationOf,
    records,
    reset,
    snapshot: (): ZohoSnapshot => ({
      store: store.snapshot(),
      files: files.snapshot(),
      failures: failures.snapshot(),
      oauth: oauth.snapshot(),
      credits: limits.snapshot(),
    }),
    restore(snapshot) {
      const kept = snapshot as ZohoSnapshot
      empty()
      store.restore(kept.store)
      if (kept.files !== undefined) files.restore(kept.files)
      failures.restore(kept.failures ?? [])
      oauth.restore(kept.oauth)
      limits.restore(kept.credits)
      index.settle()
    },
    expireTokens: () => oauth.expireAll(),
    faultAnswer: (status) => ({
      status,
      headers: { 'content-type': 'application/json;charset=UTF-8', server: 'ZGS' },
      body: JSON.stringify(
        status === 429
          ? errorBody('TOO_MANY_REQUESTS', 'too many requests. please try again after some time')
          : errorBody('INTERNAL_ERROR', 'Internal Server Error'),
      ),
    }),
    fill(entries, from = FIRST_DAY) {
      let count = 0
      // A hundred a second, so that times differ and many are alike, as after an import.
      for (const [module, record] of entries) enter(world, module, record, from + Math.floor(count++ / 100) * 1000)
      index.settle()
      return count
    },
    setWebhookTarget: webhooks.setTarget,
    fire: webhooks.fire,
    deliveries: webhooks.counts,
    drained: webhooks.drained,
    behave,
    behaviour: () => ({ ...behaviour }),
    files: createFileControl(world),
    addConsent({ clientSecret, ...consent }) {
      if (consent.clientId !== undefined && clientSecret !== undefined) oauth.addClient(consent.clientId, clientSecret)
      oauth.addConsent(consent)
    },
    settleSearch: index.settle,
    creditsSpent: limits.spent,
    restoreDeleted(module, id) {
      return restoreRow(world, module, id) === undefined ? undefined : records.get(module, id)
    },
    stop: webhooks.stop,
  }
}
