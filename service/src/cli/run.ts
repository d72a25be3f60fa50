import { CommanderError } from 'commander'
import type { Office } from '../start/office.ts'
import { type ExitCode, exit } from './exit-codes.ts'
import type { Streams } from './output.ts'
import { createProgram } from './program.ts'

/** Runs one command line. @returns its exit code, after saying what there was to say; throws only what is a bug */
export async function run(args: readonly string[], streams: Streams, openOffice: () => Promise<Office>): Promise<ExitCode> {
  let exitCode: ExitCode = exit.done
  const program = createProgram({
    streams,
    openOffice,
    ended: (code) => {
      exitCode = code
    },
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has said it already. Asking for help is no mistake; calling a group without a command is one.
    if (error instanceof CommanderError) {
      return ['commander.helpDisplayed', 'commander.version'].includes(error.code) ? exit.done : exit.usage
    }
    const { failureOf } = await import('./failure.ts')
    const failure = failureOf(error)
    if (failure === undefined) throw error
    const { code, sentence } = failure
    if (args.includes('--json')) streams.stdout(`${JSON.stringify({ error: { code, message: sentence } })}\n`)
    else streams.stderr(`${sentence}\n`)
    return failure.exitCode
  }
}
