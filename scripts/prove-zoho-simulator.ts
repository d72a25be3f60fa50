// Zoho's own SDK, a client that owes nothing to this project, talks to the whole set of simulators as the demo starts them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startSimulators } from '../simulators/server.ts'

const folder = join(import.meta.dirname, '../simulators/zoho/sdk-proof')

// Written last by npm: without it an installation never finished.
if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) await run('npm', ['ci', '--no-progress'])

const simulators = await startSimulators()
try {
  const { origin, clientId, clientSecret, refreshToken } = simulators.zoho
  await run(process.execPath, ['prove.mjs', origin, clientId, clientSecret, refreshToken])
} finally {
  await simulators.stop()
}

async function run(program: string, parameters: string[]): Promise<void> {
  const child = spawn(program, parameters, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`${program} ${parameters[0]} ended with ${child.exitCode ?? child.signalCode}`)
}
