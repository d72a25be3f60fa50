import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

const FILE = 'simulators.json'

/** What was kept at the last stop, or undefined on a first start. A damaged file is an error, not an empty college. */
export async function readKept(dataDir: string): Promise<unknown> {
  const path = join(dataDir, FILE)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`The simulators' state in ${path} is not JSON; remove the file to start from the seed`, { cause })
  }
}

/** Written beside the old file and moved over it, so that a crash leaves either the old state or the new one. */
async function replaceKept(dataDir: string, state: unknown): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, FILE)
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(state))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

const QUIET_MS = 300
/** At most a twentieth of the time goes into writing, however large the state. */
const SHARE = 20

/** Keeps the state on disk: soon after a change, never during a call, and once more when `flush` is called. */
export function createKeeper(dataDir: string | undefined, stateNow: () => unknown, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let lastCostMs = 0
  let changed = false

  const save = (): Promise<void> => {
    timer = undefined
    const write = async (): Promise<void> => {
      if (!changed || dataDir === undefined) return
      changed = false
      const startedAt = performance.now()
      await replaceKept(dataDir, stateNow())
      lastCostMs = performance.now() - startedAt
    }
    // The next write tries again whatever became of this one.
    writing = writing.then(write, write)
    return writing
  }

  return {
    changed(): void {
      if (dataDir === undefined) return
      changed = true
      if (timer !== undefined) return
      timer = setTimeout(() => save().catch(onError), Math.max(QUIET_MS, lastCostMs * SHARE))
      timer.unref()
    },
    /** Resolves when everything changed so far is on disk. */
    async flush(): Promise<void> {
      clearTimeout(timer)
      changed = changed || dataDir !== undefined
      await save()
    },
  }
}
