import { CommanderError } from 'commander'
import { type ExitCode, exit } from './exit-codes.ts'
import { createProgram } from './program.ts'

const args = process.argv.slice(2)
const asJson = args.includes('--json')

/** @returns the exit code of whatever went wrong, after saying it */
async function endWith(error: unknown): Promise<ExitCode> {
  // Commander has said it already. Asking for help is no mistake; calling a group without a command is one.
  if (error instanceof CommanderError) {
    return ['commander.helpDisplayed', 'commander.version'].includes(error.code) ? exit.done : exit.usage
  }
  const { failureOf } = await import('./failure.ts')
  const failure = failureOf(error)
  if (failure === undefined) throw error
  const { exitCode, code, sentence } = failure
  if (asJson) console.log(JSON.stringify({ error: { code, message: sentence } }))
  else console.error(sentence)
  return exitCode
}

const program = createProgram((code) => {
  process.exitCode = code
})
try {
  await program.parseAsync(args, { from: 'user' })
} catch (error) {
  process.exitCode = await endWith(error)
}
