import { randomInt } from 'node:crypto'
import type { Clock, SimulatedRecord, SimulatedSystem } from '../system.ts'
import { defaultBehaviour, type ZohoBehaviour } from './behaviour.ts'
import { restoreRow } from './changes.ts'
import { createControl } from './control.ts'
import { errorBody } from './errors.ts'
import { createLimits } from './limits.ts'
import { createOauth, type OauthSnapshot } from './oauth.ts'
import { createPageTokens } from './page-tokens.ts'
import { mountRoutes } from './routes.ts'
import { createSchema } from './schema.ts'
import { createSearchIndex } from './search-index.ts'
import { seedCollege } from './seed.ts'
import { createStore, type StoreSnapshot } from './store.ts'
import { createWebhooks, type DeliveryCounts, type WebhookTarget } from './webhooks.ts'
import type { RecordEvent, World } from './world.ts'

export type { ZohoBehaviour } from './behaviour.ts'
export { DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_REFRESH_TOKEN } from './oauth.ts'
export { type RequestedFields, requestedFields } from './requested-fields.ts'
export type { DeliveryBehaviour, DeliveryCounts, WebhookTarget } from './webhooks.ts'
export type { RecordEvent } from './world.ts'

type ZohoSnapshot = { store: StoreSnapshot; oauth: OauthSnapshot; credits: [number, number][] }

export type ZohoSimulator = SimulatedSystem & {
  /** Where the workflow webhooks go, `url` being the service's; undefined silences them. Kept over a reset. */
  setWebhookTarget(target: WebhookTarget | undefined): void
  /** Fires the rules of an event by hand, whether or not anything changed. @returns deliveries put in line */
  fire(event: RecordEvent): number
  deliveries(): DeliveryCounts
  /** Resolves when no delivery is on its way any more. */
  drained(): Promise<void>
  /** Changes how the organisation behaves, from the next call on. */
  behave(change: Partial<ZohoBehaviour>): void
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
  /** Whether BTEC_Enrollments shows Created_Time and Modified_Time; the college's export says no (reference/zoho.md §2.9). */
  linkingTellsTime?: boolean
}): ZohoSimulator => {
  const random = options.random ?? (() => randomInt(2 ** 40) / 2 ** 40)
  const behaviour: ZohoBehaviour = { ...defaultBehaviour, ...options.behaviour }
  const store = createStore(createSchema({ linkingTellsTime: options.linkingTellsTime ?? false }))
  const webhooks = createWebhooks(random)
  const world: World = { clock: options.clock, behaviour, store, announce: (event) => void webhooks.fire(event) }
  const oauth = createOauth({ clock: options.clock, behaviour, origin: options.origin, random })
  const limits = createLimits(options.clock, behaviour)
  const tokens = createPageTokens(options.clock)
  const index = createSearchIndex(world)
  const records = createControl(world)

  const empty = () => {
    store.clear()
    index.clear()
    tokens.clear()
  }
  const reset = (seed: 'college' | 'empty') => {
    empty()
    oauth.reset()
    limits.restore([])
    if (seed === 'college') seedCollege(world)
    index.settle()
  }
  reset('college')

  return {
    name: 'zoho',
    routes: (server) => mountRoutes(server, { world, oauth, limits, tokens, index }),
    operationOf,
    records,
    reset,
    snapshot: (): ZohoSnapshot => ({ store: store.snapshot(), oauth: oauth.snapshot(), credits: limits.snapshot() }),
    restore(snapshot) {
      const kept = snapshot as ZohoSnapshot
      empty()
      store.restore(kept.store)
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
    setWebhookTarget: webhooks.setTarget,
    fire: webhooks.fire,
    deliveries: webhooks.counts,
    drained: webhooks.drained,
    behave: (change) => void Object.assign(behaviour, change),
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
