import { Argument, type Command, Option } from 'commander'
import { syncNames } from '../../../../contract/rest/sync.ts'
import type { SyncName } from '../../sync/sources.ts'
import type { AtCounter } from '../counter.ts'
import { wholeNumber, zohoIds } from '../option-values.ts'

type SyncOptions = { ids?: string[]; all: boolean; plan: boolean; sendMail: boolean; allowRemovals: boolean }

const aboutHistory = () => import('../commands/sync-history.ts')

/** `sync …` */
export function addSyncCommands(program: Command, atCounter: AtCounter): void {
  const sync = program
    .command('sync')
    .description('look at records without waiting for their events: of one kind, or with --all alone of every kind in turn')
    .addArgument(new Argument('[what]', 'what to read').choices(syncNames))
    .option('--ids <ids>', 'Zoho record ids, with commas (of enrolments: of the linking records)', zohoIds)
    .option('--all', 'all that differ from what we last knew', false)
    .option('--plan', 'only show field by field what would change', false)
    .option('--send-mail', 'let Moodle e-mail new passwords', false)
    .option('--allow-removals', 'remove more at once than the limits allow without a person', false)
    .action((name: SyncName | undefined, options: SyncOptions, command: Command) => {
      const { ids, all, plan } = options
      if (!all && !plan && ids === undefined) command.error(`error: which ${name ?? 'records'}? --ids <ids>, --all or --plan`)
      if (name === undefined && !all) command.error(`error: of what? One of ${syncNames.join(', ')}, or --all for everything`)
      if (all && ids !== undefined) command.error('error: either --ids or --all')
      return atCounter(async (counter) => (await import('../commands/run-sync.ts')).runSync(counter, { ...options, name }))
    })
  sync
    .command('history')
    .description('what was read in bulk, newest first')
    .addOption(new Option('--name <what>', 'only of this kind').choices(syncNames))
    .option('--limit <count>', 'how many', wholeNumber, 20)
    .action((choice: { name?: SyncName; limit: number }) =>
      atCounter(async (counter) => (await aboutHistory()).syncHistoryCommand(counter, choice)),
    )
  sync
    .command('status <job>')
    .description('how far a bulk read is, and what became of its hints')
    .action((job: string) => atCounter(async (counter) => (await aboutHistory()).syncStatusCommand(counter, job)))
}

/** `demo …` */
export function addDemoCommands(program: Command, atCounter: AtCounter): void {
  const demo = program.command('demo').description('see it work, on simulated systems')
  demo
    .command('student')
    .description('let somebody change a student in Zoho, and follow the event to Moodle')
    .action(() => atCounter(async (counter) => (await import('../commands/run-demo.ts')).runDemo(counter)))
  demo
    .command('college')
    .description('bring the whole invented college into Moodle, twice')
    .action(() => atCounter(async (counter) => (await import('../commands/run-demo.ts')).runCollegeDemo(counter)))
}
