import { type Command, Option } from 'commander'
import { itemStatuses, planFlags } from '../../../../contract/rest/plans.ts'
import type { AtCounter } from '../counter.ts'
import { wholeNumber, zohoIds } from '../option-values.ts'

const these = () => import('../commands/plans.ts')

type CreateOptions = { all: boolean; ids?: string[]; compareAll: boolean }
type ShowOptions = { status?: (typeof itemStatuses)[number]; flag?: (typeof planFlags)[number]; limit: number; after: number }

/** `plan …` */
export function addPlanCommands(program: Command, atCounter: AtCounter): void {
  const plan = program.command('plan').description('see what a sync would do, approve it, and have exactly that done')
  plan
    .command('create [names...]')
    .description('look at both sides and keep what would change; nothing is changed')
    .option('--all', 'everything, in the order of what depends on what', false)
    .option('--ids <ids>', 'only these records of the one name: Zoho record ids, with commas', zohoIds)
    .option('--compare-all', 'both sides of every record, also of those that are in Zoho as they were last known', false)
    .action((names: string[], options: CreateOptions, command: Command) => {
      if (names.length === 0 && !options.all) command.error('error: which? names such as students, or --all')
      if (names.length > 0 && options.all) command.error('error: either names or --all')
      return atCounter(async (counter) => (await these()).createPlanCommand(counter, names, options))
    })
  plan
    .command('list')
    .description('the newest first')
    .action(() => atCounter(async (counter) => (await these()).listPlansCommand(counter)))
  plan
    .command('show')
    .argument('<id>', 'its number', wholeNumber)
    .description('what it would do, or did')
    .addOption(new Option('--status <status>', 'only such items').choices([...itemStatuses]))
    .addOption(new Option('--flag <flag>', 'only such items').choices([...planFlags]))
    .option('--limit <count>', 'how many items', wholeNumber, 50)
    .option('--after <nth>', 'the next items, as the page before names them', wholeNumber, 0)
    .action((id: number, options: ShowOptions) =>
      atCounter(async (counter) => (await these()).showPlanCommand(counter, id, options)),
    )
  plan
    .command('approve')
    .argument('<id>', 'its number', wholeNumber)
    .description('say that it may be applied')
    .action((id: number) => atCounter(async (counter) => (await these()).approvePlanCommand(counter, id)))
  plan
    .command('apply')
    .argument('<id>', 'its number', wholeNumber)
    .description('do what it says, except where something has moved since; again goes on where it was interrupted')
    .action((id: number) => atCounter(async (counter) => (await these()).applyPlanCommand(counter, id)))
}
