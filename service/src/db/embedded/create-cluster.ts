import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { type Credentials, writePasswordFile } from './credentials.ts'
import { exists, type Home, makePrivateFolder } from './home.ts'
import { runAs } from './run-as.ts'

// initdb's own rules also let replication in, and ::1.
const WHO_MAY_CONNECT = `local all all scram-sha-256
host  all all 127.0.0.1/32 scram-sha-256
`

/** Makes the cluster unless it is there. It gets its name only when it is complete, so a start killed half-way leaves nothing behind. */
export async function createClusterOnce(
  home: Home,
  binaries: Binaries,
  credentials: Credentials,
  { durable }: { durable: boolean },
): Promise<'created' | 'found'> {
  if (await exists(home.cluster)) return 'found'
  const unfinished = `${home.cluster}.new`
  const passwordFile = join(home.folder, 'initdb.password')
  await rm(unfinished, { recursive: true, force: true })
  await makePrivateFolder(unfinished, home.account)
  await writePasswordFile(passwordFile, credentials.superuser, home)
  try {
    await runAs(home.account, binaries.initdb, [
      `--pgdata=${unfinished}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Not ICU: its collations change with the library's version, and indexes built before would then be wrong.
      '--locale-provider=libc',
      '--locale=C.UTF-8',
      '--data-checksums',
      ...(durable ? [] : ['--no-sync']),
    ])
  } finally {
    await rm(passwordFile, { force: true })
  }
  await writeFile(join(unfinished, 'pg_hba.conf'), WHO_MAY_CONNECT)
  await rename(unfinished, home.cluster)
  return 'created'
}
