import { Command } from 'commander'
import type { Office } from '../start/office.ts'
import type { AtCounter } from './counter.ts'
import type { ExitCode } from './exit-codes.ts'
import { addDriftCommands } from './groups/drift.ts'
import { addEventCommands } from './groups/events.ts'
import { addMappingCommands } from './groups/mappings.ts'
import { addOneStudentCommands } from './groups/one-student.ts'
import { addPlanCommands } from './groups/plans.ts'
import { addSettingCommands } from './groups/settings.ts'
import { addDemoCommands, addSyncCommands } from './groups/sync.ts'
import { addUpkeepCommands } from './groups/upkeep.ts'
import { createOutput, type Streams } from './output.ts'

export type ProgramOptions = {
  streams: Streams
  openOffice: () => Promise<Office>
  /** Told the exit code of the command that ran. */
  ended: (code: ExitCode) => void
}

/** Everything `npm run manage --` can do. Each command loads its own parts when it is called, so that `--help` is quick. */
export function createProgram({ streams, openOffice, ended }: ProgramOptions): Command {
  const program = new Command('manage')
    .description('What people do with Campusbridge.')
    .option('--json', 'answer in JSON')
    .option('--tenant <name>', 'the college it is about', 'default')
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()
    .configureOutput({ writeOut: streams.stdout, writeErr: streams.stderr })

  const inOffice = async (work: (office: Office, tenant: string, asJson: boolean) => Promise<ExitCode>): Promise<void> => {
    const { json = false, tenant } = program.opts<{ json?: boolean; tenant: string }>()
    const office = await openOffice()
    try {
      ended(await work(office, tenant, json))
    } finally {
      await office.close()
    }
  }
  const atCounter: AtCounter = (work) =>
    inOffice(async (office, tenant, asJson) =>
      work({ office, out: createOutput(asJson, streams), desk: await office.deskOf(tenant) }),
    )

  addEventCommands(program, atCounter)
  addSettingCommands(program, atCounter)
  addMappingCommands(program, atCounter)
  addPlanCommands(program, atCounter)
  addSyncCommands(program, atCounter)
  addDemoCommands(program, atCounter)
  addOneStudentCommands(program, atCounter)
  addDriftCommands(program, atCounter)
  addUpkeepCommands(program, atCounter)
  program
    .command('migrate')
    .description('bring the database to this version')
    // Before the first migration there is no register of colleges to look into, so no desk.
    .action(() =>
      inOffice(async (office, _tenant, asJson) =>
        (await import('./commands/upkeep.ts')).migrateCommand({ office, out: createOutput(asJson, streams) }),
      ),
    )
  return program
}
