import { type Command, Option } from 'commander'
import { driftCauses } from '../../../../contract/rest/drift.ts'
import type { DriftCause } from '../../reconcile/drift.ts'
import type { AtCounter } from '../counter.ts'
import { wholeNumber } from '../option-values.ts'

const these = () => import('../commands/drift.ts')

type ShowOptions = { flow?: string; subject?: string; cause?: DriftCause; after?: number; limit: number }

/** `drift …`: what the nightly comparison of both sides found. */
export function addDriftCommands(program: Command, atCounter: AtCounter): void {
  const drift = program.command('drift').description('where the two sides differ, as the nightly comparison found it')
  drift
    .command('compare')
    .description('have the running service compare both sides now')
    .action(() => atCounter(async (counter) => (await these()).compareNowCommand(counter)))
  drift
    .command('list')
    .description('the comparisons, newest first')
    .option('--limit <count>', 'how many', wholeNumber, 30)
    .action(({ limit }: { limit: number }) => atCounter(async (counter) => (await these()).listDriftCommand(counter, limit)))
  drift
    .command('show [report-id]')
    .description('each field that differs, with both values; the latest comparison unless one is named')
    .option('--flow <name>', 'only of this flow')
    .option('--subject <id>', 'only of this record')
    .addOption(new Option('--cause <cause>', 'only what was guessed to be').choices(driftCauses))
    .option('--after <item>', 'the next page, as the one before names it', wholeNumber)
    .option('--limit <count>', 'how many', wholeNumber, 100)
    .action((id: string | undefined, { flow, subject, cause, after, limit }: ShowOptions) => {
      const filter = {
        ...(flow === undefined ? {} : { flow }),
        ...(subject === undefined ? {} : { subject }),
        ...(cause === undefined ? {} : { cause }),
      }
      const page = { limit, ...(after === undefined ? {} : { after }) }
      return atCounter(async (counter) => (await these()).showDriftCommand(counter, id ?? 'latest', filter, page))
    })
}
