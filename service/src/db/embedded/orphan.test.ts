import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exists } from './home.ts'
import { stopOrphan } from './orphan.ts'

let cluster: string

beforeEach(async () => {
  cluster = await mkdtemp(join(tmpdir(), 'campusbridge-test-'))
})

afterEach(() => rm(cluster, { recursive: true, force: true }))

test('a process that only happens to have the number of a server long gone is left alone', async () => {
  const pidFile = join(cluster, 'postmaster.pid')
  await writeFile(pidFile, `${process.pid}\n${cluster}\n`)
  expect(await stopOrphan(cluster)).toBeUndefined()
  // The note must go, or PostgreSQL would take that process for a server and refuse to start.
  expect(await exists(pidFile)).toBe(false)
})

test('a cluster that was stopped properly has no orphan', async () => {
  expect(await stopOrphan(cluster)).toBeUndefined()
})
