import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { stopOrphan } from '../src/db/embedded/orphan.ts'
import { startEmbeddedPostgres } from '../src/db/embedded/start-embedded-postgres.ts'
import { lockDataDir } from '../src/db/embedded/supervisor-lock.ts'
import { migrate } from '../src/db/migrate.ts'
import { administer, inDatabase } from './database.ts'

const PREFIX = 'campusbridge-test-'
const TEMPLATE = 'campusbridge_template'
/** A folder younger than this may belong to a run that is just beginning. */
const GRACE_MS = 60_000

/** One cluster for the whole run, with one migrated template that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandonedClusters()
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX))
  const cluster = await startEmbeddedPostgres({ dataDir, durable: false })
  const teardown = async () => {
    await cluster.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await createTemplate(cluster)
  } catch (error) {
    await teardown()
    throw error
  }
  project.provide('cluster', { databaseUrl: cluster.databaseUrl, superuserUrl: cluster.superuserUrl, template: TEMPLATE })
  return teardown
}

async function createTemplate({ databaseUrl, superuserUrl }: { databaseUrl: string; superuserUrl: string }): Promise<void> {
  await administer(superuserUrl, `create database ${TEMPLATE} owner campusbridge`)
  const pool = new pg.Pool({ connectionString: inDatabase(databaseUrl, TEMPLATE), max: 1 })
  try {
    await migrate(pool)
  } finally {
    // A template cannot be cloned while somebody is connected to it.
    await pool.end()
  }
}

/** A run that was killed leaves its server behind in a folder that no later run would look into. */
async function removeAbandonedClusters(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name)
    if (!name.startsWith(PREFIX)) continue
    const { uid, mtimeMs } = await stat(folder)
    if (uid !== process.getuid?.() || Date.now() - mtimeMs < GRACE_MS) continue
    const unlock = await lockDataDir(folder).catch(() => undefined)
    if (unlock === undefined) continue
    await stopOrphan(join(folder, 'postgres/data'))
    await rm(folder, { recursive: true, force: true })
    await unlock()
  }
}
