import { afterEach, beforeEach, expect, test } from 'vitest'
import { completed } from '../../src/domain/verdicts.ts'
import { listEvents } from '../../src/verbs/list-events.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'
import { bulk, learn, put, type TinyZoho, tinyZoho } from './tiny-zoho.ts'

let world: LedgerWorld
let zoho: TinyZoho
beforeEach(async () => {
  world = await createLedgerWorld()
  zoho = tinyZoho({ pageSize: 3 })
})
afterEach(() => world.stop())

const maya = (n: number) => ({
  First_Name: 'Maya',
  Last_Name: `Haddad ${n}`,
  Academic_Email: `maya.${n}@college.example`,
  City: 'Amman',
  Country: 'Jordan',
  Status: 'Active',
  Student_Moodle_ID: null,
})
const enter = (ids: readonly string[]): void => {
  for (const [n, id] of ids.entries()) put(zoho, 'BTEC_Students', id, maya(n))
}
const all = (count: number, from = 1): string[] => Array.from({ length: count }, (_, n) => student(n + from))
const deleted = async (): Promise<string[]> =>
  (await listEvents(world.desk(), { name: 'zoho.student.deleted' }, { limit: 500 })).events
    .map(({ recordId }) => recordId)
    .toSorted()

test('what is known and not in Zoho any more gets a hint of its own, wherever it stood among the pages', async () => {
  enter(all(8))
  await learn(world, zoho, 'students')
  for (const n of [1, 4, 8]) zoho.remove('BTEC_Students', student(n))
  expect(await bulk(world, zoho, 'students')).toMatchObject({ read: 5, unchanged: 5, gone: 3, withheld: 0 })
  expect(await deleted()).toEqual([1, 4, 8].map(student))
  const [event] = (await listEvents(world.desk(), { name: 'zoho.student.deleted' }, { limit: 1 })).events
  expect(event).toMatchObject({ source: 'sync', lane: 'bulk', eventType: 'deleted', module: 'BTEC_Students' })
  expect(event?.eventId).toMatch(/^sync:[0-9a-f-]{36}:students:\d+$/)
})

test('ids of differing length are compared as numbers', async () => {
  const short = '999999999999999'
  enter([short, ...all(3)])
  await learn(world, zoho, 'students')
  expect(await bulk(world, zoho, 'students')).toMatchObject({ unchanged: 4, gone: 0 })
  zoho.remove('BTEC_Students', short)
  expect(await bulk(world, zoho, 'students')).toMatchObject({ unchanged: 3, gone: 1 })
  expect(await deleted()).toEqual([short])
})

test('one that is known to be gone is not told again', async () => {
  enter(all(3))
  await learn(world, zoho, 'students')
  zoho.remove('BTEC_Students', student(2))
  await world.sql(`update sync_students set gone_at = now() where zoho_id = '${student(2)}'`)
  expect(await bulk(world, zoho, 'students')).toMatchObject({ gone: 0 })
  // Somebody took it out of the recycle bin.
  enter(all(3))
  expect(await bulk(world, zoho, 'students')).toMatchObject({ added: 1, unchanged: 2 })
})

test('more removals than a person would expect are only counted, until a person allows them', async () => {
  enter(all(30))
  await learn(world, zoho, 'students', { user: 7 })
  for (const n of Array.from({ length: 11 }, (_, at) => at + 1)) zoho.remove('BTEC_Students', student(n))
  put(zoho, 'BTEC_Students', student(30), { ...maya(30), City: 'Irbid' })
  const careful = await bulk(world, zoho, 'students')
  expect(careful).toMatchObject({ changed: 1, unchanged: 18, gone: 0, withheld: 11 })
  expect(await deleted()).toEqual([])
  const [row] = await world.sql(`select status, trouble from extension_sync_runs where run_id = '${careful.runId}'`)
  expect(row).toMatchObject({ status: 'stopped', trouble: { code: 'sync.removals_withheld', params: { removals: 11 } } })

  expect(await bulk(world, zoho, 'students', { allowRemovals: true })).toMatchObject({ gone: 11, withheld: 0, resumed: false })
  expect(await deleted()).toEqual(all(11))
  // The person has decided: the hourly limit is not to hold them once more.
  const { events } = await listEvents(world.desk(), { name: 'zoho.student.deleted' }, { limit: 20 })
  expect(new Set(events.map(({ source }) => source))).toEqual(new Set(['person']))
  expect(await world.sql('select * from extension_sync_lost')).toEqual([])
})

test('a share of a large college may go, and so may what never arrived over there', async () => {
  await world.sql(`insert into app_settings (tenant_id, key, value_json, updated_by)
    values ('default', 'deletions.bulk_count', '2', 'test'), ('default', 'deletions.bulk_percent', '20', 'test')`)
  enter(all(20))
  await learn(world, zoho, 'students', { user: 7 })
  for (const n of [1, 2, 3, 4]) zoho.remove('BTEC_Students', student(n))
  expect(await bulk(world, zoho, 'students')).toMatchObject({ gone: 4, withheld: 0 })
  zoho.remove('BTEC_Students', student(5))
  expect(await bulk(world, zoho, 'students')).toMatchObject({ gone: 0, withheld: 5 })
  await world.sql(`update sync_students set targets = '{}' where zoho_id <> '${student(5)}'`)
  expect(await bulk(world, zoho, 'students')).toMatchObject({ gone: 5, withheld: 0 })
})

test('a process that dies between noting them down and telling of them loses none', async () => {
  enter(all(6))
  await learn(world, zoho, 'students')
  for (const n of [1, 6]) zoho.remove('BTEC_Students', student(n))
  const dying: TinyZoho = {
    ...zoho,
    async *allRecords(question, after) {
      for await (const page of zoho.allRecords(question, after)) {
        yield page
        throw new Error('killed')
      }
    },
  }
  await expect(bulk(world, dying, 'students')).rejects.toThrow('killed')
  expect(await deleted()).toEqual([])
  expect(await bulk(world, zoho, 'students')).toMatchObject({ resumed: true, read: 4, gone: 2 })
  expect(await deleted()).toEqual([1, 6].map(student))
})

test('the run of a removal goes the usual road', async () => {
  enter(all(2))
  await learn(world, zoho, 'students')
  zoho.remove('BTEC_Students', student(1))
  await bulk(world, zoho, 'students')
  const looked: string[] = []
  await world.runAll((subject) => {
    looked.push(subject)
    return completed('student.gone_without_account', {})
  })
  expect(looked).toEqual([student(1)])
})
