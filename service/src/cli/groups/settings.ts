import type { Command } from 'commander'
import type { AtCounter } from '../counter.ts'

const these = () => import('../commands/settings.ts')

/** `settings …` */
export function addSettingCommands(program: Command, atCounter: AtCounter): void {
  const settings = program.command('settings').description('how the service behaves; changes are in force at once')
  settings
    .command('list')
    .description('every setting with its value')
    .action(() => atCounter(async (counter) => (await these()).listSettingsCommand(counter)))
  settings
    .command('get <key>')
    .description('one setting')
    .action((key: string) => atCounter(async (counter) => (await these()).getSettingCommand(counter, key)))
  settings
    .command('set <key> <value>')
    .description('the value in JSON; a text may stand without quotation marks')
    .action((key: string, value: string) => atCounter(async (counter) => (await these()).setSettingCommand(counter, key, value)))
  settings
    .command('history <key>')
    .description('who changed it, newest first')
    .action((key: string) => atCounter(async (counter) => (await these()).settingHistoryCommand(counter, key)))
}
