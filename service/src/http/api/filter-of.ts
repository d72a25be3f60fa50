import type { z } from 'zod'
import type { eventChoice } from '../../../../contract/rest/events.ts'
import type { EventFilter } from '../../ledger/event-filter.store.ts'

/** A choice of events as it stands on the wire, in the ledger's words. */
export function filterOf(choice: z.output<typeof eventChoice>): EventFilter {
  const { ids, source, module, flow, subject, cause, name, since, until, needs_attention: needsAttention } = choice
  const given = {
    ids,
    source,
    module,
    flow,
    subject,
    cause,
    name,
    needsAttention,
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as EventFilter
}
