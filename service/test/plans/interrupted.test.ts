import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { exit } from '../../src/cli/exit-codes.ts'
import { whileBusy } from '../busy.ts'
import { type CliWorld, createCliWorld } from '../cli/cli-world.ts'
import { known } from '../told.ts'
import type { Student } from '../world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let world: CliWorld
beforeAll(async () => {
  world = await createCliWorld({ seed: 'empty', settings: { 'moodle.auth': 'oauth2' } })
})
afterAll(() => world.stop())

/** A plan that moves these students to another city, approved. */
async function approved(count: number): Promise<{ id: number; people: Student[] }> {
  const people = await Promise.all(Array.from({ length: count }, async () => (await known(world, { City: 'Amman' })).student))
  for (const { id } of people) await world.editStudent(id, { City: 'Ajloun' })
  const { body } = await world.answer('plan', 'create', 'students', '--ids', people.map(({ id }) => id).join(','))
  await world.answer('plan', 'approve', String(body.id))
  return { id: body.id, people }
}
const apply = (id: number) => world.answer('plan', 'apply', String(id))
const show = async (id: number) => (await world.answer('plan', 'show', String(id))).body
const updatesOf = async ({ id }: Student) =>
  (await world.audit(id)).filter(({ action, outcome }) => action === 'updateUser' && outcome === 'done').length
const hintsOf = (id: number) => world.events(`source = 'person' and starts_with(event_id, $1)`, [`plan:${id}:`])

test('killed while it is applied: another process goes on, nothing is done twice', async () => {
  const { id, people } = await approved(3)
  await whileBusy(
    world.look,
    people.map((each) => each.id),
    async () => {
      const { child, said } = world.start('plan', 'apply', String(id))
      await world.until('its hints', async () => ((await hintsOf(id)).length === 3 ? true : undefined))
      child.kill('SIGKILL')
      await said
    },
  )
  expect((await apply(id)).body).toMatchObject({ error: { code: 'plan.in_hand' } })
  await world.look.query(`update plans set seen_at = now() - interval '61 seconds' where id = $1`, [id])
  const over = await apply(id)
  expect([over.code, over.body]).toMatchObject([exit.done, { status: 'applied', counts: { by_status: { applied: 3 } } }])
  expect(await hintsOf(id)).toHaveLength(3)
  expect(await Promise.all(people.map(updatesOf))).toEqual([1, 1, 1])
})

test('ended by hand while it waits: what is on its way is followed by the next one', async () => {
  const { id, people } = await approved(2)
  await whileBusy(
    world.look,
    people.map((each) => each.id),
    async () => {
      const { child, said } = world.start('plan', 'apply', String(id))
      await world.until('its hints', async () => ((await hintsOf(id)).length === 2 ? true : undefined))
      child.kill('SIGINT')
      const { code, stdout } = await said
      expect([code, stdout]).toEqual([exit.needsAttention, expect.stringContaining(`To go on: plan apply ${id}`)])
    },
  )
  expect((await show(id)).status).toBe('approved')
  expect((await apply(id)).body.counts.by_status).toEqual({ applied: 2 })
  expect(await Promise.all(people.map(updatesOf))).toEqual([1, 1])
})

test('a system that goes away stops it with the reason; it goes on when that is back', async () => {
  const { id, people } = await approved(1)
  await world.fault({ system: 'zoho', how: '500', times: 50 })
  const stopped = await apply(id)
  expect(stopped.code).toBe(exit.unreachable)
  await world.clearFaults()
  expect(await show(id)).toMatchObject({ status: 'approved', trouble: { code: 'zoho.unreachable' } })
  expect((await apply(id)).body).toMatchObject({ status: 'applied', trouble: null, counts: { by_status: { applied: 1 } } })
  expect(await updatesOf(people[0] as Student)).toBe(1)
})

test('what moves between the last look and the run is brought into step all the same, and reported', async () => {
  const { id, people } = await approved(2)
  const [late, steady] = people as [Student, Student]
  const { child, said } = await whileBusy(
    world.look,
    people.map((each) => each.id),
    async () => {
      const started = world.start('plan', 'apply', String(id))
      await world.until('its hints', async () => ((await hintsOf(id)).length === 2 ? true : undefined))
      await world.editStudent(late.id, { City: 'Karak' })
      return started
    },
  )
  const { code, stdout } = await said
  expect(child.exitCode).toBe(exit.needsAttention)
  expect([code, stdout]).toEqual([exit.needsAttention, expect.stringContaining('1 applied, but not quite as planned')])
  const { items } = await show(id)
  const of = ({ id: subject }: Student) => items.find((item: { subject: string }) => item.subject === subject)
  expect(of(late)).toMatchObject({
    status: 'applied_differently',
    changes: [{ fields: { city: { before: 'Amman', after: 'Ajloun' } } }],
    done: [{ fields: { city: { before: 'Amman', after: 'Karak' } } }],
  })
  expect(of(steady)).toMatchObject({ status: 'applied', done: null })
  expect((await world.accountOf(late.id))?.city).toBe('Karak')
})

test('while the rehearsal is on, applying only rehearses, and says so', async () => {
  const { id, people } = await approved(1)
  await world.setSetting('system.dry_run', { enabled: true, modules: [] })
  const { code, body } = await apply(id)
  await world.setSetting('system.dry_run', { enabled: false, modules: [] })
  expect([code, body.counts.by_status]).toEqual([exit.needsAttention, { held: 1 }])
  expect((await show(id)).items[0].verdict.code).toBe('rehearsal.would_change')
  expect(await updatesOf(people[0] as Student)).toBe(0)
})

test('a service that stops while it makes a plan leaves it failed with the reason', async () => {
  await world.fault({ system: 'zoho', match: 'coql', how: 'hang', ms: 1_500 })
  const answer = await fetch(`${world.url}/v1/plans`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ names: ['students'] }),
  })
  const { id } = JSON.parse(await answer.text())
  await world.student()
  await world.restart()
  await world.clearFaults()
  expect(await show(id)).toMatchObject({ status: 'failed', trouble: { code: 'plan.stopped' } })
})
