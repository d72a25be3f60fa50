import type { Plan, PlanItem, PlanSummary, PlanView } from '../../../contract/rest/plans.ts'
import type { Change } from '../plans/change.ts'
import type { PlanItem as Item } from '../plans/plan-items.store.ts'
import type { PlanRow, Price } from '../plans/plans.store.ts'
import type { PlanSummary as Summary, PlanView as View } from './plans.ts'
import { iso, isoOrNull, tell } from './tell-event.ts'

export const tellPlan = (plan: PlanRow): Plan => ({
  id: plan.id,
  status: plan.status,
  names: [...plan.scope.names],
  ids: plan.scope.ids === null ? null : [...plan.scope.ids],
  compare_all: plan.scope.compareAll,
  looked_at: plan.lookedAt,
  in_step: plan.inStep,
  spent: tellPrice(plan.spent),
  price: tellPrice(plan.price),
  trouble: plan.trouble === null ? null : tell(plan.trouble.code, plan.trouble.params),
  created_by: plan.createdBy,
  created_at: iso(plan.createdAt),
  ready_at: isoOrNull(plan.readyAt),
  expires_at: isoOrNull(plan.expiresAt),
  approved_by: plan.approvedBy,
  approved_at: isoOrNull(plan.approvedAt),
  applied_by: plan.appliedBy,
  apply_begun_at: isoOrNull(plan.applyBegunAt),
  applied_at: isoOrNull(plan.appliedAt),
})

export const tellPlanSummary = ({ plan, counts }: Summary): PlanSummary => ({
  ...tellPlan(plan),
  counts: { by_status: counts.byStatus, by_flag: counts.byFlag, by_flow: counts.byFlow },
})

export const tellPlanView = ({ items, nextAfter, ...summary }: View): PlanView => ({
  ...tellPlanSummary(summary),
  items: items.map(tellItem),
  next_after: nextAfter,
})

const tellPrice = ({ zohoCredits, moodleCalls }: Partial<Price>) => ({
  zoho_credits: zohoCredits ?? null,
  moodle_calls: moodleCalls ?? null,
})

const tellItem = (item: Item): PlanItem => ({
  nth: item.nth,
  flow: item.flow,
  subject: item.subject,
  module: item.module,
  record_id: item.recordId,
  status: item.status,
  flags: item.flags,
  changes: item.changes.map(tellChange),
  verdict: item.verdict === null ? null : tell(item.verdict.code, item.verdict.params),
  event: item.event,
  done: item.done?.map(tellChange) ?? null,
  settled_at: isoOrNull(item.settledAt),
})

const tellChange = ({ system, action, target, changes }: Change) => ({ system, action, target, fields: changes })
