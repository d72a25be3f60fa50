import { type Command, Option } from 'commander'
import { sources, statuses } from '../../../contract/rest/events.ts'
import type { EventFilter } from '../ledger/event-filter.store.ts'
import { instant, oneOrMore } from './option-values.ts'

export type FilterOptions = Omit<EventFilter, 'statuses' | 'waitingFor'> & { status?: EventFilter['statuses']; switch?: string }

/** The options that say which events are meant. */
export const withFilters = (command: Command): Command =>
  command
    .addOption(new Option('--source <source>', 'where they came from').choices([...sources]))
    .option('--module <module>', 'a Zoho module, such as BTEC_Students')
    .option('--flow <flow>', 'such as students')
    .option('--subject <id>', 'a record’s id')
    .option('--cause <cause>', 'as “causes” names it with --json, or its code alone')
    .option('--name <name>', 'such as zoho.student.updated')
    .option('--since <time>', 'when they came, such as 2026-01-25 or 2026-01-25T10:30Z', instant)
    .option('--until <time>', 'until when', instant)

export const withStatus = (command: Command): Command =>
  command.option('--status <statuses>', 'one, or several with commas', oneOrMore(statuses))

/** The options of a command in the ledger's words. */
export function filterFrom(options: FilterOptions): EventFilter {
  const { status, switch: switchName, ids, needsAttention, source, module, flow, subject, cause, name, since, until } = options
  const waitingFor = switchName === undefined ? undefined : `switch:${switchName}`
  const given = { ids, statuses: status, needsAttention, source, module, flow, subject, cause, name, since, until, waitingFor }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as EventFilter
}
