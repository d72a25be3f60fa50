import { eventAbout } from '../sync/hints.ts'
import type { PlanApplying } from './applying.ts'
import { hashesNow, keyOfSource } from './candidates.ts'
import { differs, fingerprintOf } from './change.ts'
import { eventIdOf, followed, type Planned } from './follow-items.ts'
import { doneFor, eventsOf } from './item-events.store.ts'
import { endItems, type ItemEnd, type PlanItem } from './plan-items.store.ts'
import { eventTypeOf, type RehearsedKey, rehearseKeys } from './rehearse-keys.ts'

/** From here on it is bulk work, which leaves room for people's. */
const BULK_FROM = 50

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

function hintFor(plan: Planned, item: PlanItem, items: number) {
  const { module, recordId } = item
  const eventType = eventTypeOf(item.sources)
  const payload = { module, record_id: recordId, plan: plan.id }
  return {
    ...eventAbout(eventIdOf(plan)(item), { module, recordId, eventType }, payload),
    source: 'person' as const,
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
  const rehearsed = unread.length === 0 ? new Map<string, RehearsedKey>() : await rehearseKeys(applying, ports, flow, unread)
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
