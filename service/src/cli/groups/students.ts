import type { Command } from 'commander'
import type { AtCounter } from '../counter.ts'
import { zohoIds } from '../option-values.ts'

type SyncOptions = { ids?: string[]; all: boolean; plan: boolean; sendMail: boolean }

/** `sync students` and `demo student`. */
export function addStudentCommands(program: Command, atCounter: AtCounter): void {
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
      const { ids, all, plan } = options
      if (!all && !plan && ids === undefined) command.error('error: which students? --ids <ids>, --all or --plan')
      if (all && ids !== undefined) command.error('error: either --ids or --all')
      return atCounter(async (counter) => (await import('../commands/run-sync.ts')).runSync(counter, options))
    })
  program
    .command('demo')
    .description('see it work, on simulated systems')
    .command('student')
    .description('let somebody change a student in Zoho, and follow the event to Moodle')
    .action(() => atCounter(async (counter) => (await import('../commands/run-demo.ts')).runDemo(counter)))
}
