import type { Command } from 'commander'
import type { AtCounter } from '../counter.ts'
import { zohoIdArgument } from '../option-values.ts'

const these = () => import('../commands/one-student.ts')

/** `sync student` and `show student`: one student, whatever is the matter. */
export function addOneStudentCommands(program: Command, atCounter: AtCounter): void {
  const sync = program.commands.find((command) => command.name() === 'sync') ?? program.command('sync')
  sync
    .command('student')
    .argument('<zoho-id>', 'of the record', zohoIdArgument)
    .description('bring one student into step, whatever was last known')
    .option('--with-related', 'also the registrations, finance and enrolments, and the classes and programmes they need', false)
    .action((id: string, options: { withRelated: boolean }) =>
      atCounter(async (counter) => (await these()).syncStudentCommand(counter, id, options)),
    )
  program
    .command('show')
    .description('one thing on both sides, and what happened to it')
    .command('student <zoho-id-or-e-mail>')
    .description('both sides side by side, links, open events, last changes; changes nothing')
    .action((who: string) => atCounter(async (counter) => (await these()).showStudentCommand(counter, who)))
}
