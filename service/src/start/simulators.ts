import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../../simulators/main.ts', import.meta.url))

export type RunningSimulators = {
  url: string
  zoho: { origin: string; clientId: string; clientSecret: string; refreshToken: string }
  moodle: { url: string; token: string }
  stop(): Promise<void>
}

/**
 * Starts the simulated systems as a program of their own, as far from the service as the real ones. They end with us, however we end:
 * they stop when their standard input closes.
 * @throws Error when they do not come up, with what they said
 */
export async function startSimulators(options: { port: number; dataDir: string }): Promise<RunningSimulators> {
  const child = spawn(
    process.execPath,
    [PROGRAM, '--port', String(options.port), '--data-dir', options.dataDir, '--until-stdin-closes'],
    // A group of their own: a Ctrl-C is for us, and we stop them last.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  )
  const exited = once(child, 'exit')
  const addresses = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(
      ([line]) => JSON.parse(String(line)) as Omit<RunningSimulators, 'stop'>,
    ),
    exited.then(([code]) => {
      throw new Error(
        `The simulators ended with ${code} before they were ready. Is port ${options.port} taken? Set SIMULATOR_PORT.`,
      )
    }),
  ])
  return {
    ...addresses,
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
