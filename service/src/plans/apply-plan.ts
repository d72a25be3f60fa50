import { randomUUID } from 'node:crypto'
import { RejectedError } from '../domain/errors.ts'
import { applySet } from './apply-set.ts'
import type { PlanApplying } from './applying.ts'
import { troubleOf } from './create-plan.ts'
import { countItems, type PlanItem, readItems } from './plan-items.store.ts'
import { endApplying, type PlanRow, readPlan, showLife, takeForApplying } from './plans.store.ts'

/** `done`: it was applied before, and nothing is to be done. */
export type TakenPlan = { plan: PlanRow; holder: string; done: boolean }

/**
 * Takes an approved plan for applying.
 * @throws RejectedError `plan.not_approved`, `plan.expired`, `plan.in_hand`, `api.not_found`
 */
export async function takePlan(
  { database, tenant }: Pick<PlanApplying, 'database' | 'tenant'>,
  id: number,
  who: string,
): Promise<TakenPlan> {
  const holder = randomUUID()
  return database.withTenant(tenant, async (tx) => {
    const taken = await takeForApplying(tx, id, who, holder)
    const plan = await readPlan(tx, id)
    if (taken) return { plan, holder, done: false }
    if (plan.status === 'applied') return { plan, holder, done: true }
    if (plan.status === 'applying') throw new RejectedError('plan.in_hand', { plan: id }, 409)
    if (plan.status === 'expired') throw new RejectedError('plan.expired', { plan: id }, 409)
    throw new RejectedError('plan.not_approved', { plan: id, status: plan.status }, 409)
  })
}

/** What a flow is asked at once: as many as a claimed set has. */
const SET = 100

/**
 * Applies a plan set by set. Each set is rehearsed once more: what is not as it was is refused, the rest runs on the usual road, by a hint
 * for each item. Safe to interrupt at any line: an item whose hint is written is followed and not rehearsed again. A plan whose items have
 * all come to an end is done; one that stopped before is approved still.
 */
export async function applyPlan(applying: PlanApplying, { plan, holder, done }: TakenPlan): Promise<PlanRow> {
  const { database, tenant } = applying
  if (done) return plan
  const end = (status: 'applied' | 'approved', trouble?: ReturnType<typeof troubleOf>): Promise<PlanRow> =>
    database.withTenant(tenant, async (tx) => {
      await endApplying(tx, plan.id, holder, status, trouble)
      return readPlan(tx, plan.id)
    })
  try {
    const finished = await applyAll(applying, plan, holder)
    return await end(finished ? 'applied' : 'approved')
  } catch (error) {
    await end('approved', troubleOf(error))
    throw error
  }
}

/** @returns whether every item has come to an end */
async function applyAll(applying: PlanApplying, plan: PlanRow, holder: string): Promise<boolean> {
  const { database, tenant, signal, onProgress = () => {} } = applying
  const { byStatus } = await database.withTenant(tenant, (tx) => countItems(tx, plan.id))
  const all = Object.values(byStatus).reduce((sum, items) => sum + items, 0) - (byStatus.noted ?? 0)
  let ended = all - (byStatus.planned ?? 0)
  for (let after = 0; ; ) {
    onProgress(ended, all)
    if (signal?.aborted) return false
    const page = await database.withTenant(tenant, async (tx) => {
      await showLife(tx, plan.id, holder)
      return readItems(tx, plan.id, { after, limit: SET, statuses: ['planned'] })
    })
    const [first] = page
    if (first === undefined) return true
    const set: PlanItem[] = page.slice(0, lengthOfFlow(page, first.flow))
    const { open } = await applySet(applying, plan, holder, set)
    ended += set.length - open
    // Nothing moves any more, or nobody wants to wait: the rest would only queue up behind it.
    if (open > 0) return false
    after = set.at(-1)?.nth ?? after
  }
}

/** How many of these, from the first on, are of its flow. */
function lengthOfFlow(items: readonly PlanItem[], flow: string): number {
  const other = items.findIndex((item) => item.flow !== flow)
  return other === -1 ? items.length : other
}
