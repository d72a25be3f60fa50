import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { administer, dropDatabase, inDatabase } from '../database.ts'

let folder: string
let name: string
let pool: pg.Pool

beforeEach(async () => {
  const { databaseUrl } = inject('cluster')
  name = `migrations_${crypto.randomUUID().replaceAll('-', '')}`
  await administer(databaseUrl, `create database ${name}`)
  pool = new pg.Pool({ connectionString: inDatabase(databaseUrl, name), max: 4 })
  folder = await mkdtemp(join(tmpdir(), 'campusbridge-test-'))
  await migration('0001_students.sql', 'create table students (name text);')
  await migration('0002_names.sql', `insert into students values ('Maya');\ninsert into students values ('Omar');`)
})

afterEach(async () => {
  await pool.end()
  await dropDatabase(inject('cluster').databaseUrl, name)
  await rm(folder, { recursive: true, force: true })
})

const migration = (file: string, sql: string) => writeFile(join(folder, file), sql)
const students = async () =>
  (await pool.query<{ name: string }>('select name from students order by name')).rows.map((row) => row.name)

test('migrations run once, in the order of their numbers', async () => {
  expect(await migrate(pool, folder)).toEqual({ applied: ['0001_students.sql', '0002_names.sql'] })
  expect(await migrate(pool, folder)).toEqual({ applied: [] })
  await migration('0003_more.sql', `insert into students values ('Zoe');`)
  expect(await migrate(pool, folder)).toEqual({ applied: ['0003_more.sql'] })
  expect(await students()).toEqual(['Maya', 'Omar', 'Zoe'])
})

test('a single connection will do', async () => {
  const client = await pool.connect()
  expect((await migrate(client, folder)).applied).toHaveLength(2)
  client.release()
})

test('processes that start together apply each migration once between them', async () => {
  const runs = await Promise.all([migrate(pool, folder), migrate(pool, folder), migrate(pool, folder)])
  expect(runs.flatMap(({ applied }) => applied).sort()).toEqual(['0001_students.sql', '0002_names.sql'])
  expect(await students()).toEqual(['Maya', 'Omar'])
})

test('a migration that fails leaves nothing of itself, keeps what came before, and is named with its line', async () => {
  await migration('0003_broken.sql', `insert into students values ('Zoe');\n\ninsert into teachers values ('Ada');`)
  await expect(migrate(pool, folder)).rejects.toThrow('0003_broken.sql, line 3: relation "teachers" does not exist')
  expect(await students()).toEqual(['Maya', 'Omar'])
  await migration('0003_broken.sql', `insert into students values ('Zoe');`)
  expect(await migrate(pool, folder)).toEqual({ applied: ['0003_broken.sql'] })
})

test('a migration that was edited after it ran is refused by name', async () => {
  await migrate(pool, folder)
  await migration('0001_students.sql', 'create table students (name text, age int);')
  await expect(migrate(pool, folder)).rejects.toThrow('0001_students.sql was edited after it had been applied')
})

test('a database newer than the program is refused', async () => {
  await migrate(pool, folder)
  await rm(join(folder, '0002_names.sql'))
  await expect(migrate(pool, folder)).rejects.toThrow(
    'The database has the migration 0002_names.sql, which this version does not know',
  )
})

test('a migration cannot slip in before one that ran already', async () => {
  await rename(join(folder, '0002_names.sql'), join(folder, '0005_names.sql'))
  await migrate(pool, folder)
  await migration('0003_late.sql', 'select 1;')
  await expect(migrate(pool, folder)).rejects.toThrow('0003_late.sql stands before 0005_names.sql, which is applied already')
})

test('two migrations of one number are refused, and so is a name that has none', async () => {
  await migration('0002_again.sql', 'select 1;')
  await expect(migrate(pool, folder)).rejects.toThrow('0002_again.sql and 0002_names.sql have the same number')
  await rm(join(folder, '0002_again.sql'))
  await migration('names.sql', 'select 1;')
  await expect(migrate(pool, folder)).rejects.toThrow('names.sql is no name for a migration')
})
