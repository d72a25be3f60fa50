import { mkdir, realpath } from 'node:fs/promises'
import { type Binaries, usableBinaries } from './binaries.ts'
import { createClusterOnce } from './create-cluster.ts'
import { openCredentials } from './credentials.ts'
import { type Home, openHome } from './home.ts'
import { stopOrphan } from './orphan.ts'
import { choosePort, rememberPort } from './port.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { createServiceRole, SERVICE } from './service-role.ts'
import { lockDataDir } from './supervisor-lock.ts'

export type EmbeddedPostgresOptions = {
  /** Everything the database needs is kept below this folder; it is made when it does not exist. */
  dataDir: string
  /** Absent or 0: the port of the last run when it is free, else any free one. */
  port?: number
  /** Told in a sentence what happens to the server. */
  log?: (message: string) => void
  /** False only for clusters that are thrown away: nothing is forced to the disk, so a power failure may destroy them. Default true. */
  durable?: boolean
}

export type EmbeddedPostgres = {
  /** Connects as the role `campusbridge` to its own database: the role that the service uses. */
  databaseUrl: string
  /** Connects as the superuser to the database `postgres`: for tests and repairs. */
  superuserUrl: string
  port: number
  /** Ends the server with a fast shutdown and waits until it is gone. Safe to call twice. */
  stop(): Promise<void>
}

const STARTS = 3

/**
 * Runs a real PostgreSQL for one data folder, on loopback and a private socket only. Works as root and as an ordinary user. A second start
 * finds its data again, also after SIGKILL; a start beside a living one is refused.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, port: wantedPort, log = () => {}, durable = true } = options
  await mkdir(dataDir, { recursive: true })
  const unlock = await lockDataDir(await realpath(dataDir))
  try {
    const home = await openHome(dataDir)
    const binaries = await usableBinaries(home)
    const credentials = await openCredentials(home)
    if ((await createClusterOnce(home, binaries, credentials, { durable })) === 'created')
      log(`Created a database in ${home.cluster}`)
    const orphan = await stopOrphan(home.cluster)
    if (orphan !== undefined) log(`Stopped the server that an earlier run left behind (process ${orphan})`)

    const { server, port } = await startOnAPort(home, binaries)
    const superuserUrl = `postgres://postgres:${credentials.superuser}@127.0.0.1:${port}/postgres`
    try {
      await rememberPort(home, port)
      await createServiceRole(superuserUrl, credentials)
    } catch (error) {
      await server.stop()
      throw error
    }
    log(`PostgreSQL listens on 127.0.0.1:${port}${home.account === undefined ? '' : ` and runs as ${home.account.name}`}`)

    let stopped: Promise<void> | undefined
    return {
      databaseUrl: `postgres://${SERVICE}:${credentials.service}@127.0.0.1:${port}/${SERVICE}`,
      superuserUrl,
      port,
      stop: () => {
        stopped ??= server.stop().finally(unlock)
        return stopped
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }

  async function startOnAPort(home: Home, binaries: Binaries, attempt = 1): Promise<{ server: ServerProcess; port: number }> {
    const port = await choosePort(home, wantedPort)
    try {
      return { server: await startServerProcess(home, binaries, { port, durable, onUnexpectedEnd: log }), port }
    } catch (error) {
      if (attempt === STARTS || !passes(error)) throw error
      return startOnAPort(home, binaries, attempt + 1)
    }
  }
}

/** Another program took the free port first, or the sessions of a server killed a moment ago are still ending. */
const passes = (error: unknown): boolean =>
  error instanceof Error && /Address already in use|shared memory block .* is still in use/.test(error.message)
