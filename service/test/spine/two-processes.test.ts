import { afterAll, beforeAll, expect, test } from 'vitest'
import { hint } from '../hints.ts'
import { createWorld, type World } from '../world.ts'

let world: World
let urls: string[]
beforeAll(async () => {
  world = await createWorld({ settings: { 'queue.timings': { lease_ms: 500, poll_ms: 25 } } })
  const second = await world.secondProcess()
  urls = [world.url, second.url]
})
afterAll(() => world.stop())

test('two processes on one database share the work, and none of it is done twice', async () => {
  const people = await Promise.all(Array.from({ length: 40 }, () => world.student()))
  await world.control('PUT', '/pace', { system: 'moodle', perCallMs: 40 })
  await world.look.query('create table who_worked (worker text, subject text)')
  await world.look.query(`create function note_worker() returns trigger language plpgsql security definer as
    $$ begin insert into who_worked values (new.worker, new.subject); return new; end $$`)
  await world.look.query(`create trigger noting after update on queue_jobs for each row
    when (new.state = 'running' and old.state = 'waiting') execute function note_worker()`)
  const sent = []
  for (const [nr, { id }] of [...people, ...people, ...people].entries()) {
    sent.push(await hint(urls[nr % 2] ?? world.url, { recordId: id, eventType: nr < 40 ? 'created' : 'updated' }))
    expect(sent.at(-1)?.status).toBe(202)
  }
  await world.quiet()
  await world.control('PUT', '/pace', { system: 'moodle' })

  for (const { eventId } of sent) {
    const event = await world.event(eventId)
    expect(['completed', 'skipped']).toContain(event?.status)
  }
  const accounts = await world.accounts()
  expect(accounts.map(({ idnumber }) => idnumber).toSorted()).toEqual(people.map(({ id }) => id).toSorted())
  const creates = (await world.audit(people[0]?.id ?? '')).filter(({ action }) => action === 'createUser')
  expect(creates).toHaveLength(1)
  const { rows: deeds } = await world.look.query(
    `select subject, action, count(*)::int as times from moodle_sync_log group by subject, action having count(*) > 1`,
  )
  expect(deeds).toEqual([])
  const { rows: workers } = await world.look.query('select distinct worker from who_worked')
  expect(workers).toHaveLength(2)
})

test('what one process takes in, the other may do: none waits for its own', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => world.student()))
  for (const { id } of people) {
    const [first, second] = await Promise.all(urls.map((url) => hint(url, { recordId: id, eventId: `both-${id}` })))
    // The same id at both doors at once: one event, or two hints with names of their own, as their bodies differ or not.
    expect([200, 202]).toContain(first?.status)
    expect([200, 202]).toContain(second?.status)
  }
  await world.quiet()
  for (const { id } of people) expect((await world.accounts()).filter(({ idnumber }) => idnumber === id)).toHaveLength(1)
})
