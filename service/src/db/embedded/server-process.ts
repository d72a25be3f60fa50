import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { contentsOf, exists, type Home, makePrivateFolder } from './home.ts'
import { spawnOptions } from './run-as.ts'

export type ServerProcess = {
  /** Ends the server with a fast shutdown (open sessions are ended, everything is written out) and waits until it is gone. */
  stop(): Promise<void>
}

/** Long, because after a power failure the server first replays its log. */
const READY_WITHIN_MS = 120_000
const FAST_SHUTDOWN_MS = 30_000
const LARGEST_LOG_BYTES = 5_000_000
/** The kernel's limit for the path of a unix socket, less the name that PostgreSQL adds. */
const LONGEST_SOCKET_FOLDER = 107 - '/.s.PGSQL.65535.lock'.length

/** Starts the server and waits until it takes connections. Rejects with the end of its log when it ends before that. */
export async function startServerProcess(
  home: Home,
  binaries: Binaries,
  options: { port: number; durable: boolean; onUnexpectedEnd(message: string): void },
): Promise<ServerProcess> {
  await makePrivateFolder(home.run, home.account)
  if ((await exists(home.log)) && (await stat(home.log)).size > LARGEST_LOG_BYTES) await truncate(home.log)
  const log = await open(home.log, 'a', 0o600)
  const logStart = (await log.stat()).size

  // A session of its own: Ctrl-C in the terminal must end the service first, not its database under it.
  // The log is a file, not a pipe: an orphan would die of a broken pipe at its next line.
  const child = spawn(binaries.postgres, ['-D', home.cluster, ...settings(home, options)], {
    ...spawnOptions(home.account),
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  })
  const ended = once(child, 'exit')
  await once(child, 'spawn').finally(() => log.close())
  child.unref()

  if (!(await takesConnections(home, child))) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT')
    await ended
    const said = (await readFile(home.log)).subarray(logStart).toString().trim().split('\n').slice(-15).join('\n')
    throw new Error(`The embedded PostgreSQL did not start. Its log (${home.log}) ends with:\n${said}`)
  }

  let stopping = false
  void ended.then(([code, signal]) => {
    if (!stopping) options.onUnexpectedEnd(`The embedded PostgreSQL ended by itself (${signal ?? code}); see ${home.log}`)
  })
  return {
    async stop() {
      stopping = true
      child.ref()
      child.kill('SIGINT')
      const impatient = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_MS)
      await ended
      clearTimeout(impatient)
    },
  }
}

function settings(home: Home, { port, durable }: { port: number; durable: boolean }): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: Buffer.byteLength(home.run) <= LONGEST_SOCKET_FOLDER ? home.run : '',
    unix_socket_permissions: '0700',
    max_connections: durable ? 100 : 300,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Compiling a query costs more than our short ones take.
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** The server itself writes `ready` into the last line of its pid file. */
async function takesConnections(home: Home, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const lines = (await contentsOf(join(home.cluster, 'postmaster.pid')))?.split('\n') ?? []
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return true
    await pause(10)
  }
  return false
}
