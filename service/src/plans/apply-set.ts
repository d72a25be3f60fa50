import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Code } from '../domain/codes.ts'
import { type Status, settledStatuses } from '../domain/statuses.ts'
import { subjectOfModule } from '../domain/zoho-modules.ts'
import type { PlanApplying } from './applying.ts'
import { hashesNow, keyOfSource } from './candidates.ts'
import { differs, fingerprintOf } from './change.ts'
import { doneFor, eventsOf, type ItemEvent } from './item-events.store.ts'
import { endItems, type ItemEnd, type PlanItem } from './plan-items.store.ts'
import { type PlanRow, showLife } from './plans.store.ts'
import { eventTypeOf, rehearseKeys } from './rehearse-keys.ts'

const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 200
/** From here on it is bulk work, which leaves room for people's. */
const BULK_FROM = 50

type Planned = Pick<PlanRow, 'id' | 'createdAt'>

/** Applies the items of a set, all of one flow, and waits for their ends. @returns how many have none yet */
export async function applySet(
  applying: PlanApplying,
  plan: Planned,
  holder: string,
  set: readonly PlanItem[],
): Promise<{ open: number }> {
  const { database, tenant } = applying
  const written = await database.withTenant(tenant, (tx) => eventsOf(tx, set, eventIdOf(plan)))
  const begun = new Set(written.map(({ nth }) => nth))
  const fresh = set.filter(({ nth }) => !begun.has(nth))
  const same = fresh.length === 0 ? [] : await refuseMoved(applying, plan, fresh)
  await Promise.all(
    same.map((item) =>
      applying.ledger.receive(tenant, hintFor(plan, item, set.length), [{ flow: item.flow, subject: item.subject }]),
    ),
  )
  const running = [...set.filter(({ nth }) => begun.has(nth)), ...same]
  return { open: running.length - (await followed(applying, plan, holder, running)) }
}

const eventIdOf =
  ({ id }: Planned) =>
  ({ flow, subject }: Pick<PlanItem, 'flow' | 'subject'>): string =>
    `plan:${id}:${flow}:${subject}`

function hintFor(plan: Planned, item: PlanItem, items: number) {
  const { module, recordId } = item
  const eventType = eventTypeOf(item.sources)
  const payload = { module, record_id: recordId, plan: plan.id }
  return {
    source: 'person' as const,
    eventId: eventIdOf(plan)(item),
    name: `zoho.${subjectOfModule[module]}.${eventType}`,
    eventType,
    module,
    recordId,
    payload,
    bodyHash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
    lane: items < BULK_FROM ? ('live' as const) : ('bulk' as const),
  }
}

/** Looks at both sides once more. @returns the items that are as they were; the others are ended */
async function refuseMoved(applying: PlanApplying, plan: Planned, items: readonly PlanItem[]): Promise<PlanItem[]> {
  const { database, tenant, flows, ports } = applying
  const flow = flows.find(({ name }) => name === items[0]?.flow)
  if (flow === undefined) return []
  const now = await hashesNow(
    { mappings: applying.mappings, zoho: ports.zoho },
    items.flatMap(({ sources }) => sources),
  )
  const reads = new Set(
    items.filter(({ sources }) => sources.every((source) => now.get(keyOfSource(source)) === source.hash)).map(({ nth }) => nth),
  )
  const unread = items.filter(({ nth }) => reads.has(nth))
  const rehearsed = unread.length === 0 ? new Map() : await rehearseKeys(applying, ports, flow, unread)
  const same = unread.filter(({ subject, fingerprint }) => fingerprintOf(rehearsed.get(subject)?.changes ?? []) === fingerprint)
  const other = items.filter((item) => !same.includes(item))
  // A run for another reason may have done it since: a hint of its own, or a class that was applied and feeds its pairs.
  const done = await database.withTenant(tenant, (tx) => doneFor(tx, other, plan.createdAt))
  await database.withTenant(tenant, (tx) =>
    endItems(
      tx,
      plan.id,
      other.map(({ nth, subject, changes }): ItemEnd => {
        const nothingLeft = reads.has(nth) && rehearsed.get(subject)?.changes.length === 0
        const isDone = changes.length > 0 && nothingLeft && !differs(changes, done.get(nth) ?? [])
        return {
          nth,
          status: isDone ? 'applied' : 'moved',
          verdict: isDone
            ? { status: 'completed', code: 'plan.done_meanwhile', params: {} }
            : { status: 'failed', code: 'plan.moved', params: {} },
          event: null,
          done: null,
        }
      }),
    ),
  )
  return same
}

const settled: ReadonlySet<Status> = new Set(settledStatuses)

/** Waits for the ends of these items and keeps them as they come. @returns how many have come */
async function followed(applying: PlanApplying, plan: Planned, holder: string, items: readonly PlanItem[]): Promise<number> {
  const { database, tenant, signal, patienceMs = PATIENCE_MS, lookEveryMs = LOOK_EVERY_MS } = applying
  let open = [...items]
  let movedAt = Date.now()
  while (open.length > 0) {
    const ends = await database.withTenant(tenant, async (tx) => {
      await showLife(tx, plan.id, holder)
      const events = (await eventsOf(tx, open, eventIdOf(plan))).filter(({ status }) => settled.has(status))
      const byNth = new Map(events.map((event) => [event.nth, event]))
      const over = open.filter(({ nth }) => byNth.has(nth)).map((item) => ({ ...item, ended: byNth.get(item.nth) as ItemEvent }))
      const done = await doneFor(
        tx,
        over.map(({ nth, flow, subject, ended }) => ({ nth, flow, subject, events: [ended.event, ended.doneBy] })),
        new Date(),
      )
      const all = over.map((item) => endOf(item, item.ended, done.get(item.nth) ?? []))
      await endItems(tx, plan.id, all)
      return new Set(all.map(({ nth }) => nth))
    })
    if (ends.size > 0) movedAt = Date.now()
    open = open.filter(({ nth }) => !ends.has(nth))
    if (open.length === 0 || signal?.aborted || Date.now() - movedAt > patienceMs) break
    await pause(lookEveryMs, undefined, signal === undefined ? {} : { signal }).catch(() => {})
  }
  return items.length - open.length
}

function endOf({ nth, changes }: PlanItem, ended: ItemEvent, done: ItemEnd['done'] & object): ItemEnd {
  const { status: said, code, params, event } = ended
  const verdict = { status: said, code: code ?? ('run.unexpected' satisfies Code), params: params ?? {} }
  if (said === 'completed') {
    const other = differs(changes, done)
    return { nth, status: other ? 'applied_differently' : 'applied', verdict, event, done: other ? done : null }
  }
  const status = said === 'skipped' ? 'skipped' : said === 'failed' ? 'failed' : 'held'
  return { nth, status, verdict, event, done: done.length === 0 ? null : done }
}
