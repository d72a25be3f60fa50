import { RejectedError } from '../domain/errors.ts'
import type { Flag } from '../plans/flags.ts'
import { countItems, type ItemCounts, type ItemStatus, type PlanItem, readItems } from '../plans/plan-items.store.ts'
import { markApproved, type PlanRow, readPlan, readPlans } from '../plans/plans.store.ts'
import type { Desk } from './desk.ts'

type Books = Pick<Desk, 'database' | 'tenant'>

export type PlanSummary = { plan: PlanRow; counts: ItemCounts }
export type ItemsWish = { after: number; limit: number; statuses?: readonly ItemStatus[]; flag?: Flag }
export type PlanView = PlanSummary & { items: PlanItem[]; nextAfter: number | null }

const MOST_LISTED = 100

/** The newest first. */
export const listPlans = ({ database, tenant }: Books): Promise<PlanRow[]> =>
  database.withTenant(tenant, (tx) => readPlans(tx, MOST_LISTED))

/** What a plan comes to. @throws RejectedError `api.not_found` */
export const summaryOfPlan = ({ database, tenant }: Books, id: number): Promise<PlanSummary> =>
  database.withTenant(tenant, async (tx) => ({ plan: await readPlan(tx, id), counts: await countItems(tx, id) }))

/** The same with a page of its items. @throws RejectedError `api.not_found` */
export async function showPlan(books: Books, id: number, wish: ItemsWish): Promise<PlanView> {
  const summary = await summaryOfPlan(books, id)
  const items = await books.database.withTenant(books.tenant, (tx) => readItems(tx, id, { ...wish, limit: wish.limit + 1 }))
  const page = items.slice(0, wish.limit)
  return { ...summary, items: page, nextAfter: items.length > page.length ? (page.at(-1)?.nth ?? null) : null }
}

/**
 * Approves a plan, in the name of whoever asks.
 * @throws RejectedError `plan.expired`, `plan.not_approvable`, `api.not_found`
 */
export function approvePlan({ database, tenant, who }: Books & Pick<Desk, 'who'>, id: number): Promise<PlanSummary> {
  return database.withTenant(tenant, async (tx) => {
    const approved = await markApproved(tx, id, who)
    const plan = await readPlan(tx, id)
    if (!approved && plan.status === 'expired') throw new RejectedError('plan.expired', { plan: id }, 409)
    if (!approved) throw new RejectedError('plan.not_approvable', { plan: id, status: plan.status }, 409)
    return { plan, counts: await countItems(tx, id) }
  })
}
