import type { FastifyRequest } from 'fastify'
import type { Database } from '../../db/database.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Planner } from '../../plans/planner.ts'
import type { Desk } from '../../verbs/desk.ts'
import type { Outside } from '../../verbs/outside.ts'
import type { TokenState } from '../../verbs/system-health.ts'

export type ApiOptions = {
  database: Pick<Database, 'query' | 'withTenant'>
  /** Takes what a person asks to be looked at. */
  ledger: Pick<Ledger, 'receive'>
  /** Wakes the worker: a verb put work in line. */
  afterCommit: () => void
  /** A college's connections, asked only for what they know and for a probe. */
  connectionsOf: (tenant: TenantId) => Promise<{
    zoho: { state(): Promise<TokenState>; probe(): Promise<void> }
    moodle: { probe(): Promise<void> }
  }>
  /** A college's way to its systems, for what must ask them. */
  outsideOf: (tenant: TenantId) => Promise<Outside>
  /** Makes and applies plans beside the service's other work. */
  planner: Planner
  /** Of the default college; every other one has real systems. */
  simulated: { zoho: boolean; moodle: boolean }
  /** The Prometheus registry. */
  registry: { metrics(): Promise<string>; contentType: string }
  /** Whether `/docs` and `/openapi.json` need a key, as everything else does. False in development only. */
  docsNeedKey: boolean
}

/** What the routes work with. */
export type Routes = ApiOptions & { deskOf: (request: FastifyRequest) => Desk }
