import type { Moment } from '../../../../contract/rest/event-story.ts'
import type { Event } from '../../../../contract/rest/events.ts'
import type { EventFilter } from '../../ledger/event-filter.store.ts'
import { listCauses } from '../../verbs/causes.ts'
import type { Desk } from '../../verbs/desk.ts'
import { listEvents } from '../../verbs/list-events.ts'
import { retryEvent } from '../../verbs/put-back.ts'
import { showEvent } from '../../verbs/show-event.ts'
import { tellCause, tellEvent, tellPage, tellStory } from '../../verbs/tell-event.ts'
import { clock, columns, plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

type Counter = { desk: Desk; out: Output }

export async function listEventsCommand(
  { desk, out }: Counter,
  filter: EventFilter,
  page: { limit: number; cursor?: string },
): Promise<ExitCode> {
  const found = tellPage(await listEvents(desk, filter, page))
  out.answer(found, () => {
    if (found.events.length === 0) return ['No events match.']
    const rows = found.events.map((event) => [
      String(event.id),
      clock(event.created_at),
      event.needs_attention ? `${event.status} !` : event.status,
      event.name,
      event.record_id,
      event.verdict?.what ?? '',
    ])
    const more = found.next_cursor === null ? [] : [`More: --cursor ${found.next_cursor}`]
    const count = found.count_is_capped ? 'more than 10,000 events' : plural(found.count, 'event')
    return [...columns(rows), '', `${found.events.length} of ${count}. Look at one: events show <number>`, ...more]
  })
  return exit.done
}

export async function showEventCommand({ desk, out }: Counter, id: string): Promise<ExitCode> {
  const story = tellStory(await showEvent(desk, id))
  out.answer(story, () => [
    `Event ${story.id} (${story.event_id}): ${story.name} of ${story.record_id}`,
    `${story.status}${story.needs_attention ? ', needs attention' : ''}`,
    '',
    ...story.timeline.flatMap(lineOf),
    ...(story.coalesced_into === null ? [] : ['', `The run of event ${story.coalesced_into} did its work.`]),
    ...(story.joined.length === 0 ? [] : ['', `Its run also did the work of ${list('event', story.joined)}.`]),
    ...(story.resolved_by === null ? [] : ['', `Event ${story.resolved_by} settled the matter.`]),
    ...(story.resolved.length === 0 ? [] : ['', `It closed the older ${list('failure', story.resolved)}.`]),
  ])
  return exit.done
}

const list = (name: string, ids: readonly number[]): string => `${name}${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`

function lineOf(moment: Moment): string[] {
  const at = clock(moment.at)
  if (moment.kind === 'received') return [`${at}  ${moment.what}`]
  if (moment.kind === 'settled') return [`${at}  ${moment.status}`, ...(moment.verdict === null ? [] : sentences(moment.verdict))]
  if (moment.kind === 'run') {
    return [
      `${at}  A run of ${moment.ms} ms ended ${moment.status}.`,
      ...moment.calls.map(
        (call) => `${INDENT}asked ${call.system} ${call.function}: ${call.error_code ?? call.status}, ${call.ms} ms`,
      ),
    ]
  }
  return [
    `${at}  ${moment.system} ${moment.action}${moment.target === null ? '' : ` ${moment.target}`}: ${moment.outcome}`,
    ...Object.entries(moment.fields).map(([field, { before, after }]) => `${INDENT}${field}: ${shown(before)} → ${shown(after)}`),
  ]
}

const INDENT = ' '.repeat(21)
const shown = (value: string | boolean | null): string => (value === null || value === '' ? '(empty)' : JSON.stringify(value))
const sentences = ({ what, why, todo, safe }: { what: string; why: string; todo: string; safe: string }): string[] =>
  [what, why, todo, safe].filter((sentence) => sentence !== '').map((sentence) => INDENT + sentence)

export async function retryEventCommand({ desk, out }: Counter, id: string): Promise<ExitCode> {
  const event: Event = tellEvent(await retryEvent(desk, id))
  out.answer(event, () => [`Event ${event.id} is back in line. Follow it: events show ${event.id}`])
  return exit.done
}

export async function listCausesCommand({ desk, out }: Counter): Promise<ExitCode> {
  const causes = (await listCauses(desk)).map(tellCause)
  out.answer({ causes }, () =>
    causes.length === 0
      ? ['Nothing stands in the way.']
      : causes.flatMap(({ events, words, last_seen, example }) => [
          `${plural(events, 'event')}: ${words.what}`,
          `  ${words.todo}`,
          `  Last seen ${clock(last_seen)}${example === null ? '' : `; for example event ${example}`}.`,
          '',
        ]),
  )
  return exit.done
}
