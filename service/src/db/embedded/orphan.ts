import { readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { contentsOf } from './home.ts'

const FAST_SHUTDOWN_MS = 30_000
const IMMEDIATE_SHUTDOWN_MS = 10_000

/**
 * Ends the server that a killed supervisor left behind, so that every start runs a server with its own settings and as its own child.
 * Shuts it down properly: it writes its data out and keeps its port free for us.
 * @returns the process id of the orphan, or undefined when there was none
 */
export async function stopOrphan(cluster: string): Promise<number | undefined> {
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = Number((await contentsOf(pidFile))?.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1) return undefined

  if (!(await serves(pid, cluster))) {
    // PostgreSQL refuses to start while a process with this id lives, though after a reboot it may be anybody's.
    if (isAlive(pid)) await rm(pidFile, { force: true })
    return undefined
  }

  process.kill(pid, 'SIGINT')
  if (await gone(pid, cluster, FAST_SHUTDOWN_MS)) return pid
  process.kill(pid, 'SIGQUIT')
  if (await gone(pid, cluster, IMMEDIATE_SHUTDOWN_MS)) return pid
  throw new Error(`A PostgreSQL server left over from an earlier run (process ${pid}) does not stop. End it, then start again.`)
}

/** A server's working directory is its data folder; a zombie or somebody else's process has none that we can read. */
const serves = (pid: number, cluster: string): Promise<boolean> =>
  readlink(`/proc/${pid}/cwd`).then(
    (folder) => folder === cluster,
    () => false,
  )

async function gone(pid: number, cluster: string, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (await serves(pid, cluster)) {
    if (Date.now() > deadline) return false
    await pause(20)
  }
  return true
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
