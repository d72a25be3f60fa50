import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { runIfDue, type ScheduleName } from '../../src/reconcile/schedules.ts'
import { createTimekeeper } from '../../src/reconcile/timekeeper.ts'
import { compareNow } from '../../src/verbs/drift.ts'
import { setSetting } from '../../src/verbs/settings.ts'
import { createLedgerWorld, type LedgerWorld } from '../ledger-world.ts'

let world: LedgerWorld
beforeEach(async () => {
  world = await createLedgerWorld()
})
afterEach(() => world.stop())

const day = (hour: number, date = 10): Date => new Date(Date.UTC(2026, 0, date, hour))
const nightly = { name: 'nightly', expression: '15 2 * * *', zone: 'UTC' } as const

async function look(
  now: Date,
  work: (signal: AbortSignal) => Promise<void>,
  signal = new AbortController().signal,
  schedule: Parameters<typeof runIfDue>[1] = nightly,
) {
  const errors: unknown[] = []
  const ended = await runIfDue({ database: world.database, tenant: DEFAULT_TENANT, now: () => now }, schedule, work, {
    signal,
    onError: (error) => errors.push(error),
  })
  return { ended, errors }
}
const rows = () => world.sql('select due_at, attempts, outcome, code from schedule_runs order by due_at')

test('the first moment is only noted; from then on each is done once, by whichever process looks first', async () => {
  let done = 0
  const work = async (): Promise<void> => void done++
  await look(day(10), work)
  expect(done).toBe(0)
  expect(await rows()).toMatchObject([{ outcome: 'passed over' }])
  await look(day(12), work)
  expect(done).toBe(0)
  const both = await Promise.all([look(day(3, 11), work), look(day(3, 11), work), look(day(4, 11), work)])
  expect(done).toBe(1)
  expect(both.filter(({ ended }) => ended === 'done')).toHaveLength(1)
  expect(await rows()).toHaveLength(2)
})

test('moments that were missed are made good once', async () => {
  let done = 0
  await look(day(10), async () => {})
  await look(day(10, 20), async () => void done++)
  await look(day(11, 20), async () => void done++)
  expect(done).toBe(1)
})

test('what failed is told and tried at its next moment', async () => {
  await look(day(10), async () => {})
  const { ended, errors } = await look(day(10, 11), () => Promise.reject(new Error('Zoho is away')))
  expect([ended, errors]).toEqual(['failed', [new Error('Zoho is away')]])
  expect((await look(day(11, 11), async () => {})).ended).toBeUndefined()
  expect((await look(day(11, 12), async () => {})).ended).toBe('done')
})

test('one that is still at work keeps the next moment from being done beside it', async () => {
  await look(day(10), async () => {})
  let release = (): void => {}
  const long = look(day(10, 11), () => new Promise((resolve) => (release = resolve)))
  await expect.poll(async () => (await rows()).length).toBe(2)
  expect((await look(day(10, 12), async () => {})).ended).toBeUndefined()
  release()
  expect((await long).ended).toBe('done')
  expect((await look(day(10, 13), async () => {})).ended).toBe('done')
})

test('a process that died over it is followed by another, three times at most', async () => {
  await look(day(10), async () => {})
  void look(day(10, 11), () => new Promise(() => {}))
  await expect.poll(async () => (await rows()).length).toBe(2)
  const silent = () => world.sql(`update schedule_runs set seen_at = now() - interval '3 minutes' where ended_at is null`)
  for (const attempts of [2, 3]) {
    await silent()
    void look(day(10, 11), () => new Promise(() => {}))
    await expect.poll(async () => (await rows()).at(-1)?.attempts).toBe(attempts)
  }
  await silent()
  expect((await look(day(10, 11), async () => {})).ended).toBeUndefined()
  expect((await rows()).at(-1)).toMatchObject({ outcome: 'failed', code: 'run.lease_expired_too_often' })
})

test('one that is asked to stop lets go, and the next process goes on at once', async () => {
  await look(day(10), async () => {})
  const stopping = new AbortController()
  await look(day(10, 11), async () => stopping.abort(), stopping.signal)
  expect((await look(day(10, 11), async () => {})).ended).toBe('done')
  expect((await rows()).at(-1)).toMatchObject({ attempts: 1, outcome: 'done' })
})

test('what a person asks for is done at the next look, once, with a schedule and without', async () => {
  let done = 0
  const work = async (): Promise<void> => void done++
  expect(await compareNow(world.desk())).toBe('asked')
  expect(await compareNow(world.desk())).toBe('asked')
  await Promise.all([look(day(10), work), look(day(10), work)])
  expect(done).toBe(1)
  // The moment of its schedule comes as ever.
  expect((await look(new Date(Date.now() + 2 * 86_400_000), work)).ended).toBe('done')
  const unscheduled = { ...nightly, expression: '' }
  expect((await look(day(10), work, undefined, unscheduled)).ended).toBeUndefined()

  await world.sql('delete from schedule_runs')
  await compareNow(world.desk())
  let release = (): void => {}
  const long = look(day(10), () => new Promise((resolve) => (release = resolve)), undefined, unscheduled)
  await expect.poll(async () => (await rows()).at(-1)?.attempts).toBe(1)
  expect(await compareNow(world.desk())).toBe('running')
  release()
  expect((await long).ended).toBe('done')
  expect(done).toBe(2)
})

test('the timekeeper starts what is due, one long work keeps no other waiting, and a held Zoho stops all', async () => {
  const done: ScheduleName[] = []
  let stopped = false
  const work = (name: ScheduleName) => async () => void done.push(name)
  const timekeeper = createTimekeeper({
    database: world.database,
    zoneOfZoho: async () => 'Asia/Amman',
    work: {
      sweep_changes: work('sweep_changes'),
      sweep_deleted: work('sweep_deleted'),
      webhook_failures: work('webhook_failures'),
      nightly: (_tenant, signal) =>
        new Promise((resolve) => {
          done.push('nightly')
          signal.addEventListener('abort', () => {
            stopped = true
            resolve()
          })
        }),
    },
    onError: (error) => {
      throw error
    },
  })
  await setSetting(world.desk(), 'schedules', {
    sweep_changes: '* * * * *',
    sweep_deleted: '',
    webhook_failures: '* * * * *',
    nightly: '* * * * *',
  })
  await timekeeper.look(DEFAULT_TENANT)
  await expect.poll(async () => (await rows()).length).toBe(3)
  expect(done).toEqual([])
  const lastMinute = () => world.sql(`update schedule_runs set due_at = due_at - interval '5 minutes'`)
  await lastMinute()
  await world.sql(
    `insert into breakers (tenant_id, system, state, opened_at, code, params) values ('default', 'zoho', 'open', now(), 'zoho.credits_spent', '{}')`,
  )
  await timekeeper.look(DEFAULT_TENANT)
  expect(done).toEqual([])
  await world.sql(`delete from breakers`)
  await timekeeper.look(DEFAULT_TENANT)
  await expect.poll(() => done.toSorted()).toEqual(['nightly', 'sweep_changes', 'webhook_failures'])
  await timekeeper.stop()
  expect(stopped).toBe(true)
})

test('an expression that is none is refused when it is set, by the name of its schedule', async () => {
  await expect(setSetting(world.desk(), 'schedules', { nightly: 'at night' })).rejects.toMatchObject({
    code: 'setting.invalid',
    params: { field: 'nightly' },
  })
  const { value } = await setSetting(world.desk(), 'schedules', { nightly: '0 4 * * *' })
  expect(value).toMatchObject({ nightly: '0 4 * * *', sweep_changes: '*/10 * * * *' })
})
