import type { Command } from 'commander'
import type { AtCounter } from '../counter.ts'
import { versionNumber } from '../option-values.ts'

const these = () => import('../commands/mappings.ts')

/** `mappings …` */
export function addMappingCommands(program: Command, atCounter: AtCounter): void {
  const mappings = program.command('mappings').description('where each field that we read of Zoho comes from')
  mappings
    .command('list')
    .description('every mapping, and how many of its fields the college changed')
    .action(() => atCounter(async (counter) => (await these()).listMappingsCommand(counter)))
  mappings
    .command('show <set>')
    .description('one mapping, field by field')
    .action((set: string) => atCounter(async (counter) => (await these()).showMappingCommand(counter, set)))
  mappings
    .command('set <set> <changes...>')
    .description(
      'field=Zoho_Field reads it from there, field= as standard; field:"Zoho value"="our value" gives a picklist value our meaning',
    )
    .option('--note <text>', 'why, for whoever reads the history')
    .action((set: string, changes: string[], options: { note?: string }) =>
      atCounter(async (counter) => (await these()).setMappingCommand(counter, set, changes, options)),
    )
  mappings
    .command('preview <set> <record> [changes...]')
    .description('how one real record is read, and would be after these changes; nothing is stored')
    .action((set: string, record: string, changes: string[]) =>
      atCounter(async (counter) => (await these()).previewMappingCommand(counter, set, record, changes)),
    )
  mappings
    .command('history <set>')
    .description('who changed it, newest first')
    .action((set: string) => atCounter(async (counter) => (await these()).mappingHistoryCommand(counter, set)))
  mappings
    .command('rollback')
    .argument('<set>')
    .argument('<version>', 'its number; 0 is the standard', versionNumber)
    .description('back to an older version')
    .option('--note <text>', 'why, for whoever reads the history')
    .action((set: string, version: number, options: { note?: string }) =>
      atCounter(async (counter) => (await these()).rollBackMappingCommand(counter, set, version, options)),
    )
}
