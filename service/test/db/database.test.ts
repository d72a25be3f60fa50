import { createServer } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Database, isRetryable, isUnreachable, openDatabase, refuseIfRlsCanBeBypassed } from '../../src/db/database.ts'
import { administer, createTestDatabase, type TestDatabase } from '../database.ts'

let testDatabase: TestDatabase
let database: Database
let broken: Error[]

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase.url, { max: 3, onError: (error) => broken.push(error) })
  await administer(
    testDatabase.url,
    `create table notes (tenant_id text not null, note text not null unique);
     alter table notes enable row level security;
     alter table notes force row level security;
     create policy own on notes using (tenant_id = nullif(current_setting('app.tenant_id', true), ''));
     grant select, insert on notes to campusbridge_tenant;
     create table waiting (id int);
     grant select, insert on waiting to campusbridge_queue`,
  )
})

beforeEach(() => {
  broken = []
})

afterAll(async () => {
  await database.end()
  await testDatabase.drop()
})

const write = (tenant: string, note: string) =>
  database.withTenant(tenant, (tx) => tx.query('insert into notes values ($1, $2)', [tenant, note]))
const notesOf = (tenant: string) =>
  database.withTenant(tenant, async (tx) =>
    (await tx.query<{ note: string }>('select note from notes')).rows.map(({ note }) => note),
  )

describe('the rows of a tenant', () => {
  test('are seen by that tenant, by no other, and by nobody when no tenant is named', async () => {
    await write('north', 'for the north')
    expect(await notesOf('north')).toContain('for the north')
    expect(await notesOf('south')).not.toContain('for the north')
    expect((await database.query('select * from notes')).rows).toEqual([])
  })

  test('cannot be written in the name of another', async () => {
    const forged = database.withTenant('north', (tx) => tx.query(`insert into notes values ('south', 'forged')`))
    await expect(forged).rejects.toMatchObject({ code: '42501' })
  })

  test('do not stay in sight of the connection’s next user', async () => {
    const one = openDatabase(testDatabase.url, { max: 1, onError: (error) => broken.push(error) })
    await one.withTenant('north', (tx) => tx.query(`insert into notes values ('north', 'gone when done')`))
    const { rows } = await one.query(
      `select current_user as who, current_setting('app.tenant_id', true) as tenant, (select count(*) from notes) as notes`,
    )
    expect(rows).toEqual([{ who: 'campusbridge', tenant: '', notes: 0 }])
    await one.end()
  })

  test.each(['', 'North', "x'; drop table notes; --", 'a'.repeat(41), '-a', 'a_b'])('tenant id %j is refused', async (id) => {
    await expect(database.withTenant(id, async () => 'reached')).rejects.toThrow('Not a tenant id')
  })
})

describe('a transaction', () => {
  test('leaves nothing behind when its function throws', async () => {
    const failed = database.withTenant('north', async (tx) => {
      await tx.query(`insert into notes values ('north', 'half done')`)
      throw new Error('the other half failed')
    })
    await expect(failed).rejects.toThrow('the other half failed')
    expect(await notesOf('north')).not.toContain('half done')
  })

  test('does not claim to be stored when a failed statement was swallowed', async () => {
    await write('north', 'once')
    const swallowed = database.withTenant('north', async (tx) => {
      await tx.query(`insert into notes values ('north', 'lost')`)
      await tx.query(`insert into notes values ('north', 'once')`).catch(() => {})
    })
    await expect(swallowed).rejects.toThrow('Nothing was stored')
    expect(await notesOf('north')).not.toContain('lost')
  })

  test('cannot be used after its end', async () => {
    const kept = await database.withTenant('north', async (tx) => tx)
    await expect(kept.query('select 1')).rejects.toThrow('This transaction has ended')
  })

  test('that fails at its start leaves the connection clean', async () => {
    await administer(testDatabase.superuserUrl, `create role outsider login password 'outsider'`)
    const url = new URL(testDatabase.url)
    url.username = url.password = 'outsider'
    const one = openDatabase(url.href, { max: 1, onError: (error) => broken.push(error) })
    try {
      await expect(one.asQueue(async () => 'reached')).rejects.toMatchObject({ code: '42501' })
      expect((await one.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    } finally {
      await one.end()
      await administer(testDatabase.superuserUrl, 'drop role outsider')
    }
  })
})

test('the queue sees its own table and nothing of the tenants', async () => {
  expect((await database.asQueue((tx) => tx.query('select * from waiting'))).rows).toEqual([])
  await expect(database.asQueue((tx) => tx.query('select * from notes'))).rejects.toMatchObject({ code: '42501' })
})

describe('a named statement', () => {
  const statement = { name: 'add-one', text: 'select $1::int + 1 as sum', values: [1] }
  const prepared = { text: 'select name from pg_prepared_statements' }

  test('is prepared once per connection', async () => {
    const one = openDatabase(testDatabase.url, { max: 1, onError: (error) => broken.push(error) })
    expect((await one.query(statement)).rows).toEqual([{ sum: 2 }])
    expect((await one.query({ ...statement, values: [5] })).rows).toEqual([{ sum: 6 }])
    expect((await one.query(prepared)).rows).toEqual([{ name: 'add-one' }])
    await one.end()
  })

  test('loses its name behind PgBouncer', async () => {
    const one = openDatabase(testDatabase.url, { max: 1, preparedStatements: false, onError: (error) => broken.push(error) })
    expect((await one.query(statement)).rows).toEqual([{ sum: 2 }])
    expect((await one.query(prepared)).rows).toEqual([])
    await one.end()
  })
})

describe('values', () => {
  test('keep their meaning on the way', async () => {
    const { rows } = await database.query(
      `select 9007199254740991::bigint as id, array[1, null, 3]::bigint[] as ids, 0.10::numeric(12,2) as amount,
              '2026-03-01'::date as day, '2026-03-01 10:00:00+02'::timestamptz as instant, '{"a": [1]}'::jsonb as details`,
    )
    expect(rows).toEqual([
      {
        id: 9007199254740991,
        ids: [1, null, 3],
        amount: '0.10',
        day: '2026-03-01',
        instant: new Date('2026-03-01T08:00:00Z'),
        details: { a: [1] },
      },
    ])
  })

  test('a bigint that a number would round is refused', async () => {
    await expect(database.query('select 9007199254740993::bigint as id')).rejects.toThrow('9007199254740993')
  })
})

describe('when the database goes away', () => {
  test('a connection cut in the middle of a transaction is reported, can be tried again, and does not end the process', async () => {
    const cut = database.withTenant('north', async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
      await administer(testDatabase.superuserUrl, `select pg_terminate_backend(${rows[0]?.pid})`)
      await tx.query('select 1')
    })
    const error = await cut.catch((reason: unknown) => reason)
    expect([isRetryable(error), isUnreachable(error)]).toEqual([true, true])
    await vi.waitFor(() => expect(broken.length).toBeGreaterThan(0))
    expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  test('an idle connection that is cut is replaced', async () => {
    const one = openDatabase(testDatabase.url, { max: 1, onError: (error) => broken.push(error) })
    const { rows } = await one.query<{ pid: number }>('select pg_backend_pid() as pid')
    await administer(testDatabase.superuserUrl, `select pg_terminate_backend(${rows[0]?.pid})`)
    await vi.waitFor(() => expect(broken).toHaveLength(1))
    expect((await one.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await one.end()
  })

  test('an address where nobody listens is unreachable', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => free.once('listening', resolve))
    const address = free.address()
    await new Promise((resolve) => free.close(resolve))
    const port = typeof address === 'object' ? address?.port : undefined
    const nowhere = openDatabase(`postgres://campusbridge:x@127.0.0.1:${port}/campusbridge`, {
      onError: (error) => broken.push(error),
    })
    const error = await nowhere.query('select 1').catch((reason: unknown) => reason)
    expect(isUnreachable(error)).toBe(true)
    await nowhere.end()
  })
})

describe('a login that row-level security does not bind', () => {
  test('is refused, and told how to make a better one', async () => {
    const asSuperuser = openDatabase(testDatabase.superuserUrl, { onError: (error) => broken.push(error) })
    await expect(refuseIfRlsCanBeBypassed(asSuperuser)).rejects.toThrow(
      /"postgres", which is a superuser: .* "CREATE ROLE campusbridge LOGIN NOSUPERUSER NOBYPASSRLS/,
    )
    await asSuperuser.end()
  })

  test('is refused also when it only may become such a role', async () => {
    await administer(
      testDatabase.superuserUrl,
      `create role auditor bypassrls; create role clerk login password 'clerk' in role auditor`,
    )
    const url = new URL(testDatabase.url)
    url.username = url.password = 'clerk'
    const asClerk = openDatabase(url.href, { onError: (error) => broken.push(error) })
    try {
      await expect(refuseIfRlsCanBeBypassed(asClerk)).rejects.toThrow(
        /"clerk", which may become "auditor", which has BYPASSRLS: .*"REVOKE auditor FROM clerk"/,
      )
    } finally {
      await asClerk.end()
      await administer(testDatabase.superuserUrl, 'drop role clerk; drop role auditor')
    }
  })

  test('is not the one that we make', async () => {
    await expect(refuseIfRlsCanBeBypassed(database)).resolves.toBeUndefined()
  })
})

test('each test database is a clone of its own', async () => {
  const other = await createTestDatabase()
  const client = new pg.Client({ connectionString: other.url })
  await client.connect()
  expect(
    (await client.query(`select to_regclass('schema_migrations') is not null as migrated, to_regclass('notes') as notes`)).rows,
  ).toEqual([{ migrated: true, notes: null }])
  await client.end()
  await other.drop()
})
