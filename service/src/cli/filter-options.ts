import { sources, statuses } from '../../../contract/rest.ts'
import type { EventFilter } from '../ledger/event-filter.store.ts'
import type { FilterOptions } from './program.ts'

export { sources, statuses }

/** The options of a command in the ledger's words. */
export function filterFrom(options: FilterOptions): EventFilter {
  const {
    status,
    switch: name,
    ids,
    needsAttention,
    source,
    module,
    flow,
    subject,
    cause,
    name: eventName,
    since,
    until,
  } = options
  const given = {
    ids,
    statuses: status,
    needsAttention,
    source,
    module,
    flow,
    subject,
    cause,
    name: eventName,
    since,
    until,
    waitingFor: name === undefined ? undefined : `switch:${name}`,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as EventFilter
}
