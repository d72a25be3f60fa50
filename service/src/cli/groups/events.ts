import type { Command } from 'commander'
import type { AtCounter } from '../counter.ts'
import { type FilterOptions, filterFrom, withFilters, withStatus } from '../filter-options.ts'
import { numbers, wholeNumber } from '../option-values.ts'

const these = () => import('../commands/events.ts')
const puttingBack = () => import('../commands/put-back.ts')

/** `events …`, `causes`, `reset-events` and `cleanup-events`. */
export function addEventCommands(program: Command, atCounter: AtCounter): void {
  const events = program.command('events').description('what came in, and what became of it')
  withFilters(withStatus(events.command('list').description('the newest first')))
    .option('--needs-attention', 'only those that need a person')
    .option('--limit <count>', 'how many', wholeNumber, 50)
    .option('--cursor <text>', 'the next page, as the one before names it')
    .action((options: FilterOptions & { limit: number; cursor?: string }) => {
      const { limit, cursor } = options
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) }
      return atCounter(async (counter) => (await these()).listEventsCommand(counter, filterFrom(options), page))
    })
  events
    .command('show <id>')
    .description('one event from its arrival to its verdict, by its number or the sender’s id')
    .action((id: string) => atCounter(async (counter) => (await these()).showEventCommand(counter, id)))
  events
    .command('retry <id>')
    .description('put a settled event back in line')
    .action((id: string) => atCounter(async (counter) => (await these()).retryEventCommand(counter, id)))
  withFilters(
    withStatus(
      events.command('release').description('run held and rehearsed events (only rehearsed again while the rehearsal is on)'),
    ),
  )
    .option('--switch <name>', 'only what this switch holds, such as BTEC_Students.deleted')
    .option('--ids <numbers>', 'only these events', numbers)
    .option('--yes', 'do it; without it they are only counted', false)
    .action((options: FilterOptions & { yes: boolean }) =>
      atCounter(async (counter) => (await puttingBack()).releaseEventsCommand(counter, filterFrom(options), options)),
    )

  program
    .command('causes')
    .description('what stands in the way now')
    .action(() => atCounter(async (counter) => (await these()).listCausesCommand(counter)))
  withFilters(program.command('reset-events').description('put failed events back in line'))
    .option('--ids <numbers>', 'only these events', numbers)
    .option('--yes', 'do it; without it they are only counted', false)
    .action((options: FilterOptions & { yes: boolean }) =>
      atCounter(async (counter) => (await puttingBack()).resetEventsCommand(counter, filterFrom(options), options)),
    )
  program
    .command('cleanup-events')
    .description('drop payloads and runs of events settled long ago (setting events.retention); the events stay as receipts')
    .option('--count', 'only say how many', false)
    .action(({ count }: { count: boolean }) =>
      atCounter(async (counter) => (await import('../commands/upkeep.ts')).cleanUpCommand(counter, { countOnly: count })),
    )
}
