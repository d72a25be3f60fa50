import type { Command } from 'commander'
import type { AtCounter } from '../counter.ts'

const aboutKeys = () => import('../commands/keys.ts')
const these = () => import('../commands/upkeep.ts')

/** `keys …`, `doctor`, `tokens rotate-key` and `tenants …`: what an administrator does to the installation. */
export function addUpkeepCommands(program: Command, atCounter: AtCounter): void {
  const keys = program.command('keys').description('keys of the REST API')
  keys
    .command('create <name>')
    .description('a new key, shown this once; the name says who has it')
    .action((name: string) => atCounter(async (counter) => (await aboutKeys()).createKeyCommand(counter, name)))
  keys
    .command('revoke <key-id>')
    .description('take a key back')
    .action((keyId: string) => atCounter(async (counter) => (await aboutKeys()).revokeKeyCommand(counter, keyId)))
  keys
    .command('list')
    .description('who has a key, and when it was last used')
    .action(() => atCounter(async (counter) => (await aboutKeys()).listKeysCommand(counter)))

  program
    .command('doctor')
    .description('whether both systems can be reached and have what the service needs, each trouble with its fix')
    .action(() => atCounter(async (counter) => (await import('../commands/doctor.ts')).doctorCommand(counter)))
  program
    .command('tokens')
    .description('what is stored encrypted')
    .command('rotate-key')
    .description('encrypt it with the first key of ENCRYPTION_KEY')
    .action(() => atCounter(async (counter) => (await these()).rotateKeyCommand(counter)))

  const tenants = program.command('tenants').description('the colleges of this installation')
  tenants
    .command('create <id> <name>')
    .description('open the books of another college')
    .action((id: string, name: string) => atCounter(async (counter) => (await these()).createTenantCommand(counter, id, name)))
  tenants
    .command('list')
    .description('all of them')
    .action(() => atCounter(async (counter) => (await these()).listTenantsCommand(counter)))
}
