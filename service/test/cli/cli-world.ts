import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { run } from '../../src/cli/run.ts'
import { demoSecrets } from '../../src/config/demo-secrets.ts'
import { readConfig } from '../../src/config.ts'
import type { SettingKey } from '../../src/settings/definitions.ts'
import { openOffice } from '../../src/start/office.ts'
import { writeRunning } from '../../src/start/running.ts'
import { createKey } from '../../src/verbs/api-keys.ts'
import { atDesk } from '../desk.ts'
import { createWorld } from '../world.ts'

const PROGRAM = fileURLToPath(new URL('../../src/cli/manage.ts', import.meta.url))

export type CliWorld = Awaited<ReturnType<typeof createCliWorld>>

/** A college with a running service, and a terminal beside it. */
export async function createCliWorld(
  options: { settings?: Partial<Record<SettingKey, unknown>>; seed?: 'empty' | 'college' } = {},
) {
  const world = await createWorld({ seed: 'college', ...options })
  const dataDir = await mkdtemp(join(tmpdir(), 'campusbridge-cli-'))
  const { key } = await atDesk(world, (desk) => createKey(desk, 'a test'))
  const { zoho, moodle } = world.simulators
  await writeRunning(dataDir, {
    url: world.url,
    apiKey: key,
    webhookSecrets: { zoho: demoSecrets.ZOHO_WEBHOOK_SECRET },
    zoho: {
      simulated: true,
      accountsUrl: zoho.origin,
      apiUrl: zoho.origin,
      clientId: zoho.clientId,
      clientSecret: zoho.clientSecret,
      refreshToken: zoho.refreshToken,
    },
    moodle: { simulated: true, ...moodle },
    databaseUrl: world.databaseUrl,
  })
  const env: Record<string, string> = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, ENVIRONMENT: 'test' }
  const runHere = async (args: readonly string[], more: Record<string, string> = {}) => {
    const stdout: string[] = []
    const stderr: string[] = []
    const code = await run(
      args,
      { stdout: (said) => void stdout.push(said), stderr: (said) => void stderr.push(said) },
      async () => openOffice(readConfig({ ...env, ...more })),
    )
    return { code, stdout: stdout.join(''), stderr: stderr.join('') }
  }

  return {
    ...world,
    dataDir,
    key,

    /** Starts the program as a person does. */
    start(...args: string[]) {
      const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
      const said = Promise.all([text(child.stdout), text(child.stderr), ended])
      return { child, said: said.then(([stdout, stderr, code]) => ({ stdout, stderr, code })) }
    },
    /** The same in this process, which is quicker. */
    manage: (...args: string[]) => runHere(args),
    /** With other variables than the running service's. */
    manageWith: (variables: Record<string, string>, ...args: string[]) => runHere(args, variables),
    async answer(...args: string[]) {
      const { stdout, code } = await runHere([...args, '--json'])
      return { code, body: JSON.parse(stdout) }
    },
    async stop() {
      await world.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
