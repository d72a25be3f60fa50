import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkSilence } from '../../src/doctor/check-silence.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { reckonRhythms, silenceOf } from '../../src/reconcile/silence.store.ts'
import { systemHealth } from '../../src/verbs/system-health.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'

let world: LedgerWorld
beforeEach(async () => {
  world = await createLedgerWorld()
})
afterEach(() => world.stop())

const HOUR = 3600
const silence = () => silenceOf(world.desk(), 'zoho')
/** Events so many hours ago, oldest first. */
async function heard(...hoursAgo: number[]): Promise<void> {
  for (const hours of hoursAgo) {
    const { id } = await world.receive(student(1))
    await world.sql(`update integration_events_log set created_at = now() - interval '${hours} hours' where id = ${id}`)
  }
}
const reckon = async (): Promise<void> => {
  await world.sql('delete from source_rhythms')
  await world.database.withTenant(DEFAULT_TENANT, reckonRhythms)
}

test('a source that never spoke is not silent', async () => {
  await reckon()
  expect(await silence()).toEqual({ source: 'zoho', lastHeard: null, silentAfterSeconds: 24 * HOUR, isSilent: false })
  expect(checkSilence(await silence())).toMatchObject({ ok: true })
})

test('silent is what has been quiet for more than a day, and twice as long as ever', async () => {
  await heard(200, 170, 140, 30)
  await reckon()
  // It was once quiet for 110 hours.
  expect(await silence()).toMatchObject({ silentAfterSeconds: 220 * HOUR, isSilent: false })
  await world.sql('delete from integration_event_attempts')
  await world.sql('delete from queue_jobs')
  await world.sql('delete from integration_events_log')
  await heard(60, 55, 50, 45, 40, 30)
  await reckon()
  expect(await silence()).toMatchObject({ silentAfterSeconds: 24 * HOUR, isSilent: true })
  expect(checkSilence(await silence())).toMatchObject({ ok: false, severity: 'warning' })
  expect(await systemHealth(world.desk(), 'zoho', {})).toMatchObject({ isSilent: true, silentAfterSeconds: 24 * HOUR })
  await heard(0)
  expect(await silence()).toMatchObject({ isSilent: false })
})

test('the silence that is going on is not learned from, and hints of our own break it not', async () => {
  await heard(90, 88, 86, 85)
  await reckon()
  expect((await silence()).isSilent).toBe(true)
  await world.receive(student(2), { source: 'sync', lane: 'bulk' })
  await reckon()
  expect((await silence()).isSilent).toBe(true)
})
