import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { completed, waiting } from '../../src/domain/verdicts.ts'
import type { Answer } from '../../src/flows/flow.ts'
import { mappingsOf } from '../../src/mapping/field-sets.ts'
import { settingsOf } from '../../src/settings/settings.store.ts'
import { syncNames as everyName, type SyncName } from '../../src/sync/sources.ts'
import { type NamesOptions, syncNames } from '../../src/sync/sync-names.ts'
import { takeSyncRun } from '../../src/sync/sync-runs.store.ts'
import { student } from '../ledger-world.ts'
import { createSeveralFlows, type SeveralFlows } from '../several-flows.ts'
import { put, type TinyZoho, tinyZoho } from './tiny-zoho.ts'

let world: SeveralFlows
let zoho: TinyZoho
/** What happened, in order: `read Products`, `ran students`. */
let log: string[]
beforeEach(async () => {
  world = await createSeveralFlows()
  zoho = tinyZoho()
  log = []
})
afterEach(() => world.stop())

const id = (kind: number, n: number): string => `5725767${String(kind).padStart(3, '0')}${String(n).padStart(9, '0')}`
const done: Answer = { verdict: completed('student.in_step', { user: 7, note: '' }) }

function aSmallCollege(): void {
  put(zoho, 'Products', id(1, 1), { Product_Name: 'HND' })
  put(zoho, 'BTEC', id(2, 1), { Name: 'Unit 1' })
  put(zoho, 'BTEC_Teachers', id(3, 1), { Name: 'Rania Weber', Academic_Email: 'rania@college.example' })
  put(zoho, 'BTEC_Students', student(1), {
    First_Name: 'Maya',
    Last_Name: 'Haddad',
    Academic_Email: 'm@college.example',
    Status: 'Active',
  })
  put(zoho, 'BTEC_Classes', id(5, 1), { Class_Name: 'One', BTEC_Program: { id: id(1, 1) }, Class_Status: 'Active' })
  put(zoho, 'BTEC_Enrollments', id(6, 1), { Enrolled_Students: { id: student(1) }, Classes: { id: id(5, 1) } })
  put(zoho, 'BTEC_Registrations', id(7, 1), {
    Student_ID: { id: student(1) },
    Program: { id: id(1, 1) },
    Registration_Status: 'Active',
  })
  put(zoho, 'BTEC_Payments', id(8, 1), { Student_ID: { id: student(1) }, Payment_Amount: 5 })
}

/** Runs whatever is due, slowly enough that reading could overtake it. */
function work(answerOf: (flow: SyncName, subject: string) => Answer = () => done) {
  let stopped = false
  const working = (async () => {
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, 30))
      for (const flow of everyName) {
        await world.run(flow, (subject) => {
          log.push(`ran ${flow}`)
          return answerOf(flow, subject)
        })
      }
    }
  })()
  return async () => {
    stopped = true
    await working
  }
}

async function sync(names: readonly SyncName[], more: Partial<NamesOptions> = {}) {
  const settings = await settingsOf(world.database, DEFAULT_TENANT)
  return syncNames(names, {
    database: world.database,
    ledger: world.ledger,
    tenant: DEFAULT_TENANT,
    mappings: mappingsOf(settings),
    settings,
    zoho: {
      allRecords(question, after) {
        log.push(`read ${question.module}`)
        return zoho.allRecords(question, after)
      },
    },
    take: (tx, name) => takeSyncRun(tx, name, 'a test'),
    ...more,
  })
}

test('everything is read in an order in which nothing waits for its parents, and each has its own figures', async () => {
  aSmallCollege()
  const stop = work()
  const results = await sync(everyName).finally(stop)
  expect(results.map(({ name, synced, waited }) => [name, synced.added, waited.done, waited.ended])).toEqual(
    everyName.map((name) => [name, name === 'finance' ? 2 : 1, name === 'finance' ? 2 : 1, 'all']),
  )
  const before = (one: string, other: string): void =>
    expect(log.lastIndexOf(one), `${one} < ${other}`).toBeLessThan(log.indexOf(other))
  before('ran programs', 'read BTEC_Classes')
  before('ran teachers', 'read BTEC_Classes')
  before('ran units', 'read BTEC_Classes')
  before('ran students', 'read BTEC_Registrations')
  before('ran classes', 'read BTEC_Enrollments')
  before('ran registrations', 'read BTEC_Payments')
  const rows = await world.look<{ settled: boolean }>('select settled_at is not null as settled from extension_sync_runs')
  expect(rows).toHaveLength(everyName.length)
  expect(rows.every(({ settled }) => settled)).toBe(true)
})

test('what needs nobody does not wait for what was read before it', async () => {
  aSmallCollege()
  const synced = sync(['programs', 'teachers', 'students', 'units'])
  // Teachers come before students; nobody works yet, so anything that waited would wait for ever.
  await expect.poll(() => log, { timeout: 5_000 }).toContain('read BTEC_Teachers')
  expect(log).not.toContain('read BTEC_Students')
  const stop = work()
  expect((await synced.finally(stop)).map(({ waited }) => waited.ended)).toEqual(['all', 'all', 'all', 'all'])
})

test('what waits for another record is left to wait, and said', { timeout: 20_000 }, async () => {
  aSmallCollege()
  const stop = work((flow) =>
    flow === 'registrations'
      ? { verdict: waiting('link:Products:1', 'parent.not_linked', { parent: 'program', record: '1' }) }
      : done,
  )
  const results = await sync(['registrations', 'finance']).finally(stop)
  expect(results.map(({ name, waited }) => [name, waited.ended, waited.waiting])).toEqual([
    ['registrations', 'waiting', 1],
    ['finance', 'all', 0],
  ])
  // Asked for again, the new hint joins the job that waits, and waits with it.
  const again = await sync(['registrations'])
  expect(again.map(({ waited }) => [waited.ended, waited.waiting, waited.inLine])).toEqual([['waiting', 1, 0]])
})

test('when Zoho goes away half-way the sync ends at once, and goes on where it stood', async () => {
  aSmallCollege()
  zoho.refuse.set('BTEC_Teachers', new Error('Zoho is away'))
  // Nobody works: what was written before is not waited for.
  await expect(sync(everyName)).rejects.toThrow('Zoho is away')
  zoho.refuse.clear()
  const stop = work()
  const results = await sync(['programs', 'teachers']).finally(stop)
  expect(results.map(({ name, synced }) => [name, synced.resumed])).toEqual([
    ['programs', false],
    ['teachers', true],
  ])
})

test('told to stop, it reads no further name', async () => {
  aSmallCollege()
  const stopping = new AbortController()
  const results = await sync(everyName, { signal: stopping.signal, onRead: () => stopping.abort() })
  expect(results.map(({ name, waited }) => [name, waited.ended])).toEqual([['programs', 'interrupted']])
})
