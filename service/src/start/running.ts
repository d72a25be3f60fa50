import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const running = z.object({
  /** The service, such as `http://127.0.0.1:8001`. */
  url: z.string(),
  /** A key of the default college, made for this start. */
  apiKey: z.string(),
  /** For signing events as the senders do; absent for a real system. */
  webhookSecrets: z.object({ zoho: z.string().optional(), moodle: z.string().optional() }),
  zoho: z.object({
    apiUrl: z.string().optional(),
    accountsUrl: z.string(),
    webhookToken: z.string().optional(),
    simulated: z.boolean(),
    clientId: z.string().optional(),
    clientSecret: z.string().optional(),
    refreshToken: z.string().optional(),
  }),
  moodle: z.object({ url: z.string(), simulated: z.boolean(), token: z.string().optional() }),
  /** Of `DATABASE_URL` without its password. */
  databaseUrl: z.string(),
})
const file = running.extend({ pid: z.int().positive() })

/** Where everything is that a start has brought up. Secrets stand in it only for simulated systems. */
export type Running = {
  url: string
  apiKey: string
  webhookSecrets: { zoho?: string; moodle?: string }
  zoho: {
    apiUrl?: string
    accountsUrl: string
    webhookToken?: string
    simulated: boolean
    clientId?: string
    clientSecret?: string
    refreshToken?: string
  }
  moodle: { url: string; simulated: boolean; token?: string }
  databaseUrl: string
}

const FILE = 'running.json'

/** Leaves the addresses for `npm run manage` and others on this machine; readable by this user only, because they hold secrets. */
export async function writeRunning(dataDir: string, value: Running): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const path = join(dataDir, FILE)
  await writeFile(`${path}.new`, `${JSON.stringify({ ...value, pid: process.pid }, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

export const forgetRunning = (dataDir: string): Promise<void> => rm(join(dataDir, FILE), { force: true })

/** What runs on this data folder now; undefined when nothing does, also after a start that was killed. */
export async function readRunning(dataDir: string): Promise<Running | undefined> {
  const text = await readFile(join(dataDir, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const { pid, ...value } = file.parse(JSON.parse(text))
  // Absent and undefined are the same in JSON, which the compiler cannot know.
  return isAlive(pid) ? (value as Running) : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is alive, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
