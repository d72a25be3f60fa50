import type { EventFilter } from '../../ledger/event-filter.store.ts'
import type { Desk } from '../../verbs/desk.ts'
import { countReleasable, countResettable, releaseEvents, resetEvents } from '../../verbs/put-back.ts'
import { plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

type Verb = {
  count(desk: Desk, filter: EventFilter): Promise<number>
  act(desk: Desk, filter: EventFilter): Promise<number>
  /** `3 held events` */
  name: (count: number) => string
}

const release: Verb = {
  count: countReleasable,
  act: releaseEvents,
  name: (count) => plural(count, 'held or rehearsed event'),
}
const reset: Verb = { count: countResettable, act: resetEvents, name: (count) => plural(count, 'failed event') }

/** Says how many first; only with `yes` are they put in line. */
const putBackCommand =
  (verb: Verb) =>
  async ({ desk, out }: { desk: Desk; out: Output }, filter: EventFilter, { yes }: { yes: boolean }): Promise<ExitCode> => {
    const events = yes ? await verb.act(desk, filter) : await verb.count(desk, filter)
    out.answer({ events, done: yes }, () => {
      if (events === 0) return ['No such events.']
      return [yes ? `${verb.name(events)} put in line.` : `${verb.name(events)} would run. Add --yes to put them in line.`]
    })
    return events === 0 ? exit.notPossible : exit.done
  }

export const releaseEventsCommand = putBackCommand(release)
export const resetEventsCommand = putBackCommand(reset)
