import type { ItemStatus } from '../../plans/plan-items.store.ts'
import type { Following } from '../../plans/planner.ts'
import type { Office } from '../../start/office.ts'
import type { Desk } from '../../verbs/desk.ts'
import { approvePlan, type ItemsWish, listPlans, showPlan, summaryOfPlan } from '../../verbs/plans.ts'
import { tellPlan, tellPlanSummary, tellPlanView } from '../../verbs/tell-plans.ts'
import { clock, columns } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { createProgressBar, noProgress } from '../progress-bar.ts'
import { itemLines, summaryLines } from './plan-lines.ts'

type Counter = { office: Pick<Office, 'planner'>; desk: Desk; out: Output }

export async function createPlanCommand(
  { office, desk, out }: Counter,
  names: readonly string[],
  { ids, compareAll }: { ids?: readonly string[]; compareAll: boolean },
): Promise<ExitCode> {
  const progress = out.asJson ? noProgress : createProgressBar()
  const wish = { names, compareAll, ...(ids === undefined ? {} : { ids }) }
  const onProgress = (lookedAt: number): void => progress.counting('Looked at:', lookedAt)
  const id = await untilInterrupted(async (following) => {
    const { plan, ended } = await office.planner.create(desk.tenant, desk.who, wish, { ...following, onProgress })
    await ended.finally(() => progress.stop())
    return plan.id
  })
  const summary = await summaryOfPlan(desk, id)
  out.answer(tellPlanSummary(summary), () => [
    ...summaryLines(summary),
    `Look at it: plan show ${id}. Then: plan approve ${id}, plan apply ${id}.`,
  ])
  return exit.done
}

export async function listPlansCommand({ desk, out }: Counter): Promise<ExitCode> {
  const plans = await listPlans(desk)
  out.answer({ plans: plans.map(tellPlan) }, () =>
    plans.length === 0
      ? ['There are no plans. Make one: plan create students']
      : columns(
          plans.map(({ id, status, scope, createdAt, createdBy, expiresAt }) => [
            String(id),
            status,
            scope.names.join(' '),
            `${clock(createdAt)} by ${createdBy}`,
            expiresAt === null || status === 'applied' ? '' : `until ${clock(expiresAt)}`,
          ]),
        ),
  )
  return exit.done
}

export async function showPlanCommand(
  { desk, out }: Counter,
  id: number,
  {
    status,
    flag,
    limit,
    after,
  }: { status?: ItemStatus; flag?: Exclude<ItemsWish['flag'], undefined>; limit: number; after: number },
): Promise<ExitCode> {
  const wish = { after, limit, ...(status === undefined ? {} : { statuses: [status] }), ...(flag === undefined ? {} : { flag }) }
  const view = await showPlan(desk, id, wish)
  out.answer(tellPlanView(view), () => [
    ...view.items.flatMap(itemLines),
    ...(view.nextAfter === null ? [] : [`… more: plan show ${id} --after ${view.nextAfter}`]),
    ...(view.items.length === 0 ? [] : ['']),
    ...summaryLines(view),
  ])
  return exit.done
}

export async function approvePlanCommand({ desk, out }: Counter, id: number): Promise<ExitCode> {
  const summary = await approvePlan(desk, id)
  out.answer(tellPlanSummary(summary), () => [
    ...summaryLines(summary),
    `Approved by ${summary.plan.approvedBy ?? ''}. To have it done: plan apply ${id}`,
  ])
  return exit.done
}

export async function applyPlanCommand({ office, desk, out }: Counter, id: number): Promise<ExitCode> {
  const progress = out.asJson ? noProgress : createProgressBar()
  const onProgress = (done: number, all = 0): void => {
    if (all > 0) progress.filling('Applied', done, all)
  }
  const before = await summaryOfPlan(desk, id)
  await untilInterrupted(async (following) => {
    const { ended } = await office.planner.apply(desk.tenant, desk.who, id, { ...following, onProgress })
    await ended.finally(() => progress.stop())
  })
  const after = await summaryOfPlan(desk, id)
  const { moved = 0, failed = 0, applied_differently: differently = 0, held = 0 } = after.counts.byStatus
  const isOver = after.plan.status === 'applied'
  out.answer(tellPlanSummary(after), () => [
    ...(before.plan.status === 'applied' ? ['It has been applied before: nothing was done.'] : []),
    ...summaryLines(after),
    ...(isOver ? [] : [`It is not at its end: is the service running? To go on: plan apply ${id}`]),
  ])
  return isOver && moved + failed + differently + held === 0 ? exit.done : exit.needsAttention
}

/** The first Ctrl-C ends the work in good order, the second at once. */
async function untilInterrupted<T>(work: (following: Following) => Promise<T>): Promise<T> {
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  process.once('SIGINT', stop)
  try {
    return await work({ signal: stopping.signal })
  } finally {
    process.removeListener('SIGINT', stop)
  }
}
