import { setTimeout as pause } from 'node:timers/promises'
import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import { type Status, settledStatuses } from '../domain/statuses.ts'
import type { PlanApplying } from './applying.ts'
import { type Change, differs } from './change.ts'
import { doneFor, eventsOf, type ItemEvent } from './item-events.store.ts'
import { endItems, type ItemEnd, type PlanItem } from './plan-items.store.ts'
import { type PlanRow, showLife } from './plans.store.ts'

const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 200

export type Planned = Pick<PlanRow, 'id' | 'createdAt'>

/** The id of an item's hint: written again, it is known. */
export const eventIdOf =
  ({ id }: Planned) =>
  ({ flow, subject }: Pick<PlanItem, 'flow' | 'subject'>): string =>
    `plan:${id}:${flow}:${subject}`

/** Waits for the ends of items whose hints are written, and keeps them as they come. @returns how many have come */
export async function followed(
  applying: PlanApplying,
  plan: Planned,
  holder: string,
  items: readonly PlanItem[],
): Promise<number> {
  const { database, tenant, signal, patienceMs = PATIENCE_MS, lookEveryMs = LOOK_EVERY_MS } = applying
  let open = [...items]
  let movedAt = Date.now()
  while (open.length > 0) {
    const ended = await database.withTenant(tenant, async (tx) => {
      await showLife(tx, plan.id, holder)
      return keepEnds(tx, plan, open)
    })
    if (ended.size > 0) movedAt = Date.now()
    open = open.filter(({ nth }) => !ended.has(nth))
    if (open.length === 0 || signal?.aborted || Date.now() - movedAt > patienceMs) break
    await pause(lookEveryMs, undefined, signal === undefined ? {} : { signal }).catch(() => {})
  }
  return items.length - open.length
}

const settled: ReadonlySet<Status> = new Set(settledStatuses)

/** @returns which have come to an end */
async function keepEnds(tx: Tx, plan: Planned, open: readonly PlanItem[]): Promise<Set<number>> {
  const events = (await eventsOf(tx, open, eventIdOf(plan))).filter(({ status }) => settled.has(status))
  const byNth = new Map(events.map((event) => [event.nth, event]))
  const over = open.flatMap((item) => {
    const event = byNth.get(item.nth)
    return event === undefined ? [] : [{ ...item, ended: event, events: [event.event, event.doneBy] }]
  })
  if (over.length === 0) return new Set()
  const byHint = await doneFor(tx, over, plan.createdAt)
  // A run that another item fed may have come first: then this one's found nothing left to do.
  const late = over
    .filter(({ nth, changes }) => differs(changes, byHint.get(nth) ?? []))
    .map(({ nth, flow, subject }) => ({ nth, flow, subject }))
  const byAnybody = late.length === 0 ? new Map<number, Change[]>() : await doneFor(tx, late, plan.createdAt)
  const ends = over.map((item) => endOf(item, item.ended, byHint.get(item.nth) ?? [], byAnybody.get(item.nth) ?? []))
  await endItems(tx, plan.id, ends)
  return new Set(ends.map(({ nth }) => nth))
}

function endOf(
  { nth, changes }: PlanItem,
  { status: said, code, params, event }: ItemEvent,
  byHint: readonly Change[],
  byAnybody: readonly Change[],
): ItemEnd {
  const verdict = { status: said, code: code ?? ('run.unexpected' satisfies Code), params: params ?? {} }
  if (said === 'completed') {
    const isAsPlanned = !differs(changes, byHint) || !differs(changes, byAnybody)
    return { nth, status: isAsPlanned ? 'applied' : 'applied_differently', verdict, event, done: isAsPlanned ? null : byHint }
  }
  const status = said === 'skipped' ? 'skipped' : said === 'failed' ? 'failed' : 'held'
  return { nth, status, verdict, event, done: byHint.length === 0 ? null : byHint }
}
