import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts'

let dataDir: string
let running: EmbeddedPostgres | undefined

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'campusbridge-test-'))
})

afterEach(async () => {
  await running?.stop()
  running = undefined
  await rm(dataDir, { recursive: true, force: true })
})

async function start(options: { port?: number; log?: (message: string) => void } = {}): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataDir, durable: false, ...options })
  return running
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

const postmasterPid = async () => Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0])

describe('a first start', () => {
  test('gives the service a database of its own and a role that can bypass nothing', async () => {
    const { databaseUrl } = await start()
    const [role] = await ask(
      databaseUrl,
      'select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = session_user',
    )
    expect(role).toEqual({
      rolname: 'campusbridge',
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: true,
      rolcreatedb: true,
    })
    const [database] = await ask(
      databaseUrl,
      `select pg_encoding_to_char(encoding) as encoding, datlocprovider, datcollate, pg_get_userbyid(datdba) as owner
         from pg_database where datname = current_database()`,
    )
    expect(database).toEqual({ encoding: 'UTF8', datlocprovider: 'c', datcollate: 'C.UTF-8', owner: 'campusbridge' })
  })

  test('opens no address but loopback, wants a password, and keeps the passwords to itself', async () => {
    const { databaseUrl, superuserUrl } = await start()
    expect(await ask(superuserUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    const wrong = new URL(databaseUrl)
    wrong.password = 'guessed'
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    expect((await stat(join(dataDir, 'postgres/credentials.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(dataDir, 'postgres/run'))).mode & 0o777).toBe(0o700)
  })

  test('succeeds after an earlier one was killed in the middle', async () => {
    const unfinished = join(dataDir, 'postgres/data.new')
    await mkdir(unfinished, { recursive: true })
    await writeFile(join(unfinished, 'PG_VERSION'), '15\n')
    const { databaseUrl } = await start()
    expect(await ask(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

test('a second start finds its data again, on the same port', async () => {
  const first = await start()
  await ask(first.databaseUrl, `create table kept as select 'Maya' as name`)
  await first.stop()
  const second = await start()
  expect(second.port).toBe(first.port)
  expect(await ask(second.databaseUrl, 'select name from kept')).toEqual([{ name: 'Maya' }])
})

test('stopping ends open sessions, waits until the server is gone, and may be asked twice', async () => {
  const { databaseUrl, stop } = await start()
  const session = new pg.Client({ connectionString: databaseUrl })
  await session.connect()
  const ended = new Promise<Error>((resolve) => session.on('error', resolve))
  const pid = await postmasterPid()
  await stop()
  await stop()
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(await ended).toBeInstanceOf(Error)
})

test('a server left behind by SIGKILL is stopped properly, and its data is there', async () => {
  const supervisor = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'start-embedded-postgres.ts'))}
       const { databaseUrl } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false })
       console.log(databaseUrl)
       setInterval(() => {}, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(supervisor, 'exit')
  const [databaseUrl] = (await once(createInterface(supervisor.stdout), 'line')) as [string]
  await ask(databaseUrl, `create table kept as select 'Maya' as name`)
  const orphan = await postmasterPid()
  supervisor.kill('SIGKILL')
  await exited
  process.kill(orphan, 0)

  const messages: string[] = []
  const next = await start({ log: (message) => messages.push(message) })
  expect(messages).toContain(`Stopped the server that an earlier run left behind (process ${orphan})`)
  expect(await ask(next.databaseUrl, 'select name from kept')).toEqual([{ name: 'Maya' }])
})

test('a start beside a living one is refused, naming who holds the folder', async () => {
  await start()
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `The embedded PostgreSQL of ${dataDir} is already looked after by process ${process.pid}. Stop that one, or choose another DATA_DIR.`,
  )
})

test('two starts at the same moment: one wins, the other is told why not', async () => {
  const starts = await Promise.allSettled([start(), start()])
  const outcomes = starts.map((outcome) => (outcome.status === 'fulfilled' ? 'started' : String(outcome.reason.message)))
  expect(outcomes.filter((outcome) => outcome === 'started')).toHaveLength(1)
  expect(outcomes.find((outcome) => outcome !== 'started')).toContain('already looked after by process')
})

test('a port that somebody else uses is refused with what the server said', async () => {
  const first = await start()
  const elsewhere = await mkdtemp(join(tmpdir(), 'campusbridge-test-'))
  try {
    await expect(startEmbeddedPostgres({ dataDir: elsewhere, port: first.port, durable: false })).rejects.toThrow(
      /did not start[\s\S]*Address already in use/,
    )
  } finally {
    await rm(elsewhere, { recursive: true, force: true })
  }
})

test('a server that ends by itself is reported', async () => {
  const messages: string[] = []
  await start({ log: (message) => messages.push(message) })
  process.kill(await postmasterPid(), 'SIGQUIT')
  await vi.waitFor(() => expect(messages.at(-1)).toContain('The embedded PostgreSQL ended by itself'), 10_000)
})
