import { Command, InvalidArgumentError, Option } from 'commander'
import type { EventFilter } from '../ledger/event-filter.store.ts'
import type { Office } from '../start/office.ts'
import type { Desk } from '../verbs/desk.ts'
import type { ExitCode } from './exit-codes.ts'
import { filterFrom, sources, statuses } from './filter-options.ts'
import { createOutput, type Output } from './output.ts'

type Globals = { json?: boolean; tenant: string }
type Counter = { office: Office; desk: Desk; out: Output }

/**
 * Everything `npm run manage --` can do. Each command loads its own parts when it is called, so that `--help` is quick.
 * @param ended told the exit code of the command that ran
 */
export function createProgram(ended: (code: ExitCode) => void): Command {
  const program = new Command('manage')
    .description('What people do with Campusbridge.')
    .option('--json', 'answer in JSON')
    .option('--tenant <name>', 'the college it is about', 'default')
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()

  /** Opens the office for one command and closes it again, whatever happens. */
  const atCounter = async (work: (counter: Counter) => Promise<ExitCode>): Promise<void> => {
    const { json = false, tenant } = program.opts<Globals>()
    const { openOffice } = await import('../start/office.ts')
    const office = await openOffice()
    try {
      ended(await work({ office, out: createOutput(json), desk: await office.deskOf(tenant) }))
    } finally {
      await office.close()
    }
  }

  const events = program.command('events').description('what came in, and what became of it')
  narrowing(events.command('list').description('the newest first'), 'status', 'needs-attention', 'source')
    .option('--limit <count>', 'how many', wholeNumber, 50)
    .option('--cursor <text>', 'the next page, as the one before names it')
    .action((options) =>
      atCounter(async (counter) =>
        (await import('./commands/events.ts')).listEventsCommand(counter, filterFrom(options), {
          limit: options.limit,
          ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
        }),
      ),
    )
  events
    .command('show <id>')
    .description('one event from its arrival to its verdict, by its number or the sender’s id')
    .action((id: string) => atCounter(async (counter) => (await import('./commands/events.ts')).showEventCommand(counter, id)))
  events
    .command('retry <id>')
    .description('put a settled event back in line')
    .action((id: string) => atCounter(async (counter) => (await import('./commands/events.ts')).retryEventCommand(counter, id)))
  narrowing(events.command('release').description('run held and rehearsed events for real'), 'status', 'source')
    .option('--switch <name>', 'only what this switch holds, such as BTEC_Students.deleted')
    .option('--ids <numbers>', 'only these events', numbers)
    .option('--yes', 'do it; without it they are only counted', false)
    .action((options) =>
      atCounter(async (counter) =>
        (await import('./commands/put-back.ts')).releaseEventsCommand(counter, filterFrom(options), options),
      ),
    )
  program
    .command('causes')
    .description('what stands in the way now')
    .action(() => atCounter(async (counter) => (await import('./commands/events.ts')).listCausesCommand(counter)))
  narrowing(program.command('reset-events').description('put failed events back in line'), 'source')
    .option('--ids <numbers>', 'only these events', numbers)
    .option('--yes', 'do it; without it they are only counted', false)
    .action((options) =>
      atCounter(async (counter) =>
        (await import('./commands/put-back.ts')).resetEventsCommand(counter, filterFrom(options), options),
      ),
    )
  program
    .command('cleanup-events')
    .description('drop payloads and runs of events settled long ago (setting events.retention); the events stay as receipts')
    .option('--count', 'only say how many', false)
    .action(({ count }: { count: boolean }) =>
      atCounter(async (counter) => (await import('./commands/upkeep.ts')).cleanUpCommand(counter, { countOnly: count })),
    )

  const settings = program.command('settings').description('how the service behaves; changes are in force at once')
  settings
    .command('list')
    .description('every setting with its value')
    .action(() => atCounter(async (counter) => (await import('./commands/settings.ts')).listSettingsCommand(counter)))
  settings
    .command('get <key>')
    .description('one setting')
    .action((key: string) =>
      atCounter(async (counter) => (await import('./commands/settings.ts')).getSettingCommand(counter, key)),
    )
  settings
    .command('set <key> <value>')
    .description('the value in JSON; a text may stand without quotation marks')
    .action((key: string, value: string) =>
      atCounter(async (counter) => (await import('./commands/settings.ts')).setSettingCommand(counter, key, value)),
    )
  settings
    .command('history <key>')
    .description('who changed it, newest first')
    .action((key: string) =>
      atCounter(async (counter) => (await import('./commands/settings.ts')).settingHistoryCommand(counter, key)),
    )

  program
    .command('sync')
    .description('look at records without waiting for their events')
    .command('students')
    .description('bring students into step: those named, or all that differ from what we last knew')
    .option('--ids <ids>', 'Zoho record ids, with commas', zohoIds)
    .option('--all', 'every student who differs', false)
    .option('--plan', 'only show field by field what would change', false)
    .option('--send-mail', 'let Moodle e-mail new passwords', false)
    .action((options: SyncOptions, command: Command) => {
      if (!options.all && !options.plan && options.ids === undefined)
        command.error('error: which students? --ids <ids>, --all or --plan')
      if (options.all && options.ids !== undefined) command.error('error: either --ids or --all')
      return atCounter(async (counter) => (await import('./commands/run-sync.ts')).runSync(counter, options))
    })

  const keys = program.command('keys').description('keys of the REST API')
  keys
    .command('create <name>')
    .description('a new key, shown this once; the name says who has it')
    .action((name: string) => atCounter(async (counter) => (await import('./commands/keys.ts')).createKeyCommand(counter, name)))
  keys
    .command('revoke <key-id>')
    .description('take a key back')
    .action((keyId: string) =>
      atCounter(async (counter) => (await import('./commands/keys.ts')).revokeKeyCommand(counter, keyId)),
    )
  keys
    .command('list')
    .description('who has a key, and when it was last used')
    .action(() => atCounter(async (counter) => (await import('./commands/keys.ts')).listKeysCommand(counter)))

  program
    .command('migrate')
    .description('bring the database to this version')
    .action(async () => {
      const { openOffice } = await import('../start/office.ts')
      const office = await openOffice()
      try {
        const out = createOutput(program.opts<Globals>().json ?? false)
        ended(await (await import('./commands/upkeep.ts')).migrateCommand({ office, out }))
      } finally {
        await office.close()
      }
    })
  program
    .command('tokens')
    .description('what is stored encrypted')
    .command('rotate-key')
    .description('encrypt it with the first key of ENCRYPTION_KEY')
    .action(() => atCounter(async (counter) => (await import('./commands/upkeep.ts')).rotateKeyCommand(counter)))

  const tenants = program.command('tenants').description('the colleges of this installation')
  tenants
    .command('create <id> <name>')
    .description('open the books of another college')
    .action((id: string, name: string) =>
      atCounter(async (counter) => (await import('./commands/upkeep.ts')).createTenantCommand(counter, id, name)),
    )
  tenants
    .command('list')
    .description('all of them')
    .action(() => atCounter(async (counter) => (await import('./commands/upkeep.ts')).listTenantsCommand(counter)))

  program
    .command('doctor')
    .description('whether both systems can be reached and have what the service needs, each trouble with its fix')
    .action(() => atCounter(async (counter) => (await import('./commands/doctor.ts')).doctorCommand(counter)))
  program
    .command('demo')
    .description('see it work, on simulated systems')
    .command('student')
    .description('let somebody change a student in Zoho, and follow the event to Moodle')
    .action(() => atCounter(async (counter) => (await import('./commands/run-demo.ts')).runDemo(counter)))
  return program
}

export type SyncOptions = { ids?: string[]; all: boolean; plan: boolean; sendMail: boolean }
type FilterName = 'status' | 'needs-attention' | 'source'

/** The options that say which events are meant. */
function narrowing(command: Command, ...names: FilterName[]): Command {
  if (names.includes('status')) command.option('--status <statuses>', 'one, or several with commas', oneOrMore(statuses))
  if (names.includes('needs-attention')) command.option('--needs-attention', 'only those that need a person')
  if (names.includes('source')) command.addOption(new Option('--source <source>', 'where they came from').choices([...sources]))
  return command
    .option('--module <module>', 'a Zoho module, such as BTEC_Students')
    .option('--flow <flow>', 'such as students')
    .option('--subject <id>', 'a record’s id')
    .option('--cause <cause>', 'as “causes” names it with --json, or its code alone')
    .option('--name <name>', 'such as zoho.student.updated')
    .option('--since <time>', 'when they came, such as 2026-01-25 or 2026-01-25T10:30Z', instant)
    .option('--until <time>', 'until when', instant)
}

export type FilterOptions = Omit<EventFilter, 'statuses' | 'waitingFor'> & { status?: EventFilter['statuses']; switch?: string }

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number, 1 or more.')
  return value
}

function numbers(text: string): number[] {
  return text.split(',').map((one) => wholeNumber(one.trim()))
}

function zohoIds(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim())
  const wrong = ids.find((id) => !/^\d{15,20}$/.test(id))
  if (wrong !== undefined) throw new InvalidArgumentError(`“${wrong}” is no Zoho record id: those have 15 to 20 digits.`)
  return ids
}

function instant(text: string): Date {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Give a date, or a date and time.')
  return at
}

const oneOrMore =
  (allowed: readonly string[]) =>
  (text: string): string[] => {
    const words = text.split(',').map((word) => word.trim())
    const wrong = words.find((word) => !allowed.includes(word))
    if (wrong !== undefined) throw new InvalidArgumentError(`“${wrong}” is none of ${allowed.join(', ')}.`)
    return words
  }
