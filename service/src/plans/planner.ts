import type { Database } from '../db/database.ts'
import type { Lane } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { Flow, Ports } from '../flows/flow.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { mappingsFor } from '../mapping/overrides.store.ts'
import { settingsOf } from '../settings/settings.store.ts'
import { applyPlan, takePlan } from './apply-plan.ts'
import { beginPlan, makePlan } from './create-plan.ts'
import type { PlanRow } from './plans.store.ts'
import { type ScopeWish, scopeOf } from './scope.ts'

export type Observe = (call: OutsideCall) => void

/** What hearing of the progress takes, and what stops the work. */
export type Following = { onProgress?: (done: number, all?: number) => void; signal?: AbortSignal; patienceMs?: number }

/** A plan that was begun, and its end. */
export type Begun = { plan: PlanRow; ended: Promise<PlanRow> }

/** Makes and applies plans; the command line does so in its own process, the service beside its other work. */
export type Planner = {
  /** @throws RejectedError `api.invalid`, `flow.none_yet`; `ended` also rejects with what its systems say */
  create(tenant: TenantId, who: string, wish: ScopeWish, following?: Following): Promise<Begun>
  /** @throws RejectedError `plan.…`, `api.not_found`; `ended` also rejects with what its systems say */
  apply(tenant: TenantId, who: string, id: number, following?: Following): Promise<Begun>
}

export function createPlanner(options: {
  database: Pick<Database, 'withTenant'>
  ledger: Pick<Ledger, 'receive'>
  flows: readonly Flow[]
  portsOf: (tenant: TenantId) => Promise<(observe: Observe, lane: Lane) => Ports>
}): Planner {
  const { database, ledger, flows, portsOf } = options
  const contextOf = async (tenant: TenantId) => {
    const settings = await settingsOf(database, tenant)
    return { database, tenant, flows, settings, mappings: await mappingsFor(database, tenant, settings) }
  }
  return {
    async create(tenant, who, wish, following = {}) {
      const scope = scopeOf(wish, flows)
      const openPorts = await portsOf(tenant)
      const context = await contextOf(tenant)
      const { plan, holder } = await beginPlan(context, scope, who)
      const lane = scope.ids === null ? 'bulk' : 'live'
      return {
        plan,
        ended: makePlan({ ...context, ...following, openPorts: (observe) => openPorts(observe, lane) }, plan, holder),
      }
    },
    async apply(tenant, who, id, { onProgress = () => {}, ...following } = {}) {
      const openPorts = await portsOf(tenant)
      const context = await contextOf(tenant)
      const taken = await takePlan(context, id, who)
      const ports = openPorts(() => {}, 'bulk')
      return { plan: taken.plan, ended: applyPlan({ ...context, ...following, onProgress, ledger, ports }, taken) }
    },
  }
}

/**
 * The same for the service, whose callers do not wait: what is begun goes on by itself, and the end of the service stops it in good order.
 * @param onError hears what an end rejected with; the plan itself remembers it too
 */
export function inBackground(planner: Planner, onError: (error: unknown) => void): Planner & { stop(): Promise<void> } {
  const stopping = new AbortController()
  const going = new Set<Promise<unknown>>()
  const follow = (begun: Begun): Begun => {
    const end = begun.ended.then(
      () => {},
      (error: unknown) => onError(error),
    )
    going.add(end)
    void end.then(() => going.delete(end))
    return begun
  }
  const { signal } = stopping
  return {
    create: async (tenant, who, wish) => follow(await planner.create(tenant, who, wish, { signal })),
    apply: async (tenant, who, id) => follow(await planner.apply(tenant, who, id, { signal })),
    async stop() {
      stopping.abort()
      await Promise.all(going)
    },
  }
}
