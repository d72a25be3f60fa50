import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

export type Step = {
  name: string
  /** A program of node_modules/.bin or of the machine, and its arguments. */
  command: readonly [program: string, ...parameters: string[]]
  /** Ended after this long, so that a step that hangs is reported like any other failure. */
  limitMinutes: number
}

export type Outcome = { ok: boolean; output: string; seconds: number }

const ROOT = join(import.meta.dirname, '..')

/** Runs one step to its end, passes on what it says and keeps it, in order. Never throws. */
export async function runStep(
  { command, limitMinutes }: Step,
  environment: NodeJS.ProcessEnv,
  hear: (text: string) => void,
): Promise<Outcome> {
  const began = performance.now()
  const said: string[] = []
  const ended = (ok: boolean): Outcome => ({ ok, output: said.join('').trim(), seconds: (performance.now() - began) / 1000 })

  const [program, ...parameters] = command
  const child = spawn(program, parameters, {
    cwd: ROOT,
    // The first `node` of this path is the one the project brings along, whatever the machine has.
    env: { ...environment, NO_COLOR: '1', PATH: [join(ROOT, 'node_modules/.bin'), environment.PATH].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      said.push(text)
      hear(text)
    })
  }
  const limit = setTimeout(() => {
    said.push(`\nStopped after ${limitMinutes} minutes.\n`)
    child.kill('SIGKILL')
    // Its own children may hold the pipes open.
    child.stdout.destroy()
    child.stderr.destroy()
  }, limitMinutes * 60_000)
  const stop = (): void => {
    child.kill('SIGTERM')
  }
  process.once('SIGTERM', stop)

  const { promise, resolve } = Promise.withResolvers<Outcome>()
  child.once('error', (error) => {
    said.push(`${program} cannot be started: ${error.message}\n`)
    resolve(ended(false))
  })
  child.once('close', (code) => resolve(ended(code === 0)))
  const outcome = await promise
  clearTimeout(limit)
  process.off('SIGTERM', stop)
  return outcome
}
