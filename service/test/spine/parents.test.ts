import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweep } from '../../src/chores/sweep.ts'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { DEFAULT_TENANT, moodleUserId, zohoId } from '../../src/domain/ids.ts'
import { locksOfLinks, storeLinks } from '../../src/identity/links.store.ts'
import { lockKeys } from '../../src/queue/promise.ts'
import { whileBusy } from '../busy.ts'
import { known } from '../told.ts'
import { createWorld, type World } from '../world.ts'
import { type Meanwhile, startProbe } from './probe-flow.ts'

let world: World
let database: Database
let probe: ReturnType<typeof startProbe>
let meanwhile: Meanwhile = async () => {}
beforeAll(async () => {
  world = await createWorld()
  database = openDatabase(world.databaseUrl, { onError: () => {} })
  probe = startProbe(database, (subjects) => meanwhile(subjects))
})
afterAll(async () => {
  await probe.stop()
  await database.end()
  await world.stop()
  expect(probe.errors).toEqual([])
})

let nr = 0
const nobodyYet = () => zohoId(`58475960000005${String(++nr).padStart(5, '0')}`)
const linkTo = (student: ReturnType<typeof zohoId>, user: number) => [
  { module: 'BTEC_Students' as const, zohoId: student, moodleId: moodleUserId(user) },
]
const waitsOf = async (subject: string) => {
  const { rows } = await world.look.query(
    `select waits_for, run_at, attempts from queue_jobs where flow = 'probe' and subject = $1`,
    [subject],
  )
  return rows as { waits_for: string | null; run_at: Date | number; attempts: number }[]
}
const becomes = (eventId: string, status: string) => world.reaches(eventId, status)

describe('an event whose parent is not there yet', () => {
  test('waits for it, asks for it, and runs when it is there', async () => {
    // The parent stands in Zoho, but nobody has told us: its webhook was lost.
    const student = await world.student()
    const eventId = await probe.hint(student.id)
    const done = await becomes(eventId, 'completed')
    expect(done).toMatchObject({ needs_attention: false, retry_count: 0, verdict_code: 'student.in_step', cause: null })
    expect(await world.events(`source = 'dependency' and record_id = $1`, [student.id])).toMatchObject([
      { status: 'completed', verdict_code: 'student.created' },
    ])
    const { rows } = await world.look.query(
      `select status, verdict_code from integration_event_attempts where flow = 'probe' and subject = $1 order by id`,
      [student.id],
    )
    expect(rows[0]).toEqual({ status: 'waiting', verdict_code: 'parent.not_linked' })
  })

  test('says what it waits for, costs no attempt, and counts as a cause while it waits', async () => {
    const parent = nobodyYet()
    const event = await becomes(await probe.hint(parent), 'waiting')
    expect(event).toMatchObject({
      needs_attention: false,
      retry_count: 0,
      waiting_for: `link:BTEC_Students:${parent}`,
      cause: `parent.not_linked ${parent}`,
    })
    expect(await waitsOf(parent)).toMatchObject([{ waits_for: `link:BTEC_Students:${parent}`, attempts: 0 }])
  })

  test('is woken in the very transaction that stores the link: never before, and not if it is undone', async () => {
    const parent = nobodyYet()
    const eventId = await probe.hint(parent)
    await becomes(eventId, 'waiting')
    const undone = database.withTenant(DEFAULT_TENANT, async (tx) => {
      await lockKeys(tx, locksOfLinks(linkTo(parent, 71)))
      await storeLinks(tx, linkTo(parent, 71))
      expect(await waitsOf(parent)).toMatchObject([{ waits_for: `link:BTEC_Students:${parent}` }])
      throw new Error('the run that linked it fails after all')
    })
    await expect(undone).rejects.toThrow('fails after all')
    expect(await waitsOf(parent)).toMatchObject([{ waits_for: `link:BTEC_Students:${parent}` }])

    await database.withTenant(DEFAULT_TENANT, async (tx) => {
      await lockKeys(tx, locksOfLinks(linkTo(parent, 71)))
      await storeLinks(tx, linkTo(parent, 71))
    })
    expect(await becomes(eventId, 'completed')).toMatchObject({ retry_count: 0, verdict_params: { user: 71 } })
  })

  test('is not woken by somebody else’s link', async () => {
    const [parent, other] = [nobodyYet(), nobodyYet()]
    const eventId = await probe.hint(parent)
    await becomes(eventId, 'waiting')
    await database.withTenant(DEFAULT_TENANT, async (tx) => {
      await lockKeys(tx, locksOfLinks(linkTo(other, 72)))
      await storeLinks(tx, linkTo(other, 72))
    })
    expect(await waitsOf(parent)).toMatchObject([{ waits_for: `link:BTEC_Students:${parent}` }])
  })

  test('needs a person after the set time, and is served all the same when the parent comes later', async () => {
    const parent = nobodyYet()
    const eventId = await probe.hint(parent)
    await becomes(eventId, 'waiting')
    const hasWaited = (hours: number) =>
      world.look.query(`update integration_events_log set waiting_since = now() - $2 * interval '1 hour' where event_id = $1`, [
        eventId,
        hours,
      ])
    await hasWaited(23)
    expect(await sweep(database, DEFAULT_TENANT)).toMatchObject({ gaveUp: 0 })
    await hasWaited(25)
    // Another look at the subject in between does not begin the day anew.
    await becomes(await probe.hint(parent), 'waiting')
    expect(await sweep(database, DEFAULT_TENANT)).toMatchObject({ gaveUp: 1, forgotten: 0, missedWakeUps: 0 })
    expect(await world.event(eventId)).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: 'parent.waited_too_long',
      cause: `parent.waited_too_long ${parent}`,
    })
    expect(await waitsOf(parent)).toEqual([])

    await database.withTenant(DEFAULT_TENANT, async (tx) => {
      await lockKeys(tx, locksOfLinks(linkTo(parent, 73)))
      await storeLinks(tx, linkTo(parent, 73))
    })
    await becomes(await probe.hint(parent), 'completed')
    expect(await world.event(eventId)).toMatchObject({ status: 'completed', needs_attention: false })
  })
})

describe('no wake-up falls between looking and waiting', () => {
  test('when the parent is linked after the look and before the answer', async () => {
    const parent = nobodyYet()
    meanwhile = async (subjects) => {
      if (!subjects.includes(parent)) return
      meanwhile = async () => {}
      await database.withTenant(DEFAULT_TENANT, async (tx) => {
        await lockKeys(tx, locksOfLinks(linkTo(parent, 81)))
        await storeLinks(tx, linkTo(parent, 81))
      })
    }
    expect(await becomes(await probe.hint(parent), 'completed')).toMatchObject({ verdict_params: { user: 81 } })
  })

  test('when the link is being stored while the answer is: the one who comes second sees the other', async () => {
    const parent = nobodyYet()
    let eventId = ''
    await database.withTenant(DEFAULT_TENANT, async (tx) => {
      await lockKeys(tx, locksOfLinks(linkTo(parent, 82)))
      await storeLinks(tx, linkTo(parent, 82))
      // The link stands, uncommitted, and nobody can see it. Whoever goes to wait for it must wait for us first.
      eventId = await probe.hint(parent)
      await world.until('somebody to stand before our lock', async () => {
        const { rows } = await world.look.query(
          `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
        )
        return rows.length > 0 ? true : undefined
      })
      expect(await world.event(eventId)).toMatchObject({ status: 'processing' })
    })
    expect(await becomes(eventId, 'completed')).toMatchObject({ verdict_params: { user: 82 } })
  })

  test('and the sweep finds a waiter that nobody woke, and counts it', async () => {
    const { student } = await known(world)
    const eventId = await whileBusy(
      world.look,
      [student.id],
      async () => {
        const id = await probe.hint(student.id)
        await world.look.query(
          `update queue_jobs set waits_for = $2, run_at = 'infinity' where flow = 'probe' and subject = $1 and state = 'waiting'`,
          [student.id, `link:BTEC_Students:${student.id}`],
        )
        return id
      },
      'probe',
    )
    expect(await world.event(eventId)).toMatchObject({ status: 'pending' })
    expect(await sweep(database, DEFAULT_TENANT)).toMatchObject({ missedWakeUps: 1, forgotten: 0 })
    await becomes(eventId, 'completed')
  })
})
