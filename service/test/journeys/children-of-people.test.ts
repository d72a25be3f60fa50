import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '../world.ts'

/** Records that could not be brought into step while a student had no account: whoever links the student feeds them. */
let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { 'deletions.per_hour': 1_000 } })
})
afterAll(() => world.stop())

let nr = 0
const nextId = (): string => `58475960000009${String(40_000 + ++nr).padStart(5, '0')}`

/** As their own flows remember what was skipped. */
async function skippedChildrenOf(student: string): Promise<{ registration: string; pair: string }> {
  const [registration, enrolment, aClass] = [nextId(), nextId(), nextId()]
  const remember = (table: string, id: string, owners: string[]) =>
    world.look.query(
      `insert into ${table} (tenant_id, zoho_id, field_hashes, state_hash, owners) values ('default', $1, '{}', '', $2)`,
      [id, owners],
    )
  await remember('sync_registrations', registration, [student, nextId()])
  await remember('sync_enrollments', enrolment, [student, aClass])
  await remember('moodle_finance_info', student, [student])
  return { registration, pair: `${student}:${aClass}` }
}

const keysOf = (eventId: string, atLeast: number) =>
  world.until('the children to be fed', async () => {
    const { rows } = await world.look.query<{ flow: string; subject: string }>(
      `select o.flow, o.subject from integration_event_outcomes o join integration_events_log e on e.id = o.event
       where e.event_id = $1 order by o.flow`,
      [eventId],
    )
    return rows.length < atLeast ? undefined : rows
  })

test('a student who gets an account feeds registrations, enrolments and finance', async () => {
  const student = await world.student()
  const { registration, pair } = await skippedChildrenOf(student.id)
  const { eventId } = await world.zohoSends(student.id, 'created')
  expect(await keysOf(eventId, 4)).toEqual([
    { flow: 'enrolments', subject: pair },
    { flow: 'finance', subject: student.id },
    { flow: 'registrations', subject: registration },
    { flow: 'students', subject: student.id },
  ])
})

test('and so does an account that moves to the record which was kept in a merge', async () => {
  const loser = await world.student()
  await world.settled((await world.zohoSends(loser.id, 'created')).eventId)
  const kept = await world.student({ Academic_Email: null })
  const { registration } = await skippedChildrenOf(kept.id)
  await world.deleteStudent(loser.id)
  await world.editStudent(kept.id, { Academic_Email: loser.Academic_Email })
  const { eventId } = await world.zohoSends(loser.id, 'deleted')
  expect(await keysOf(eventId, 4)).toContainEqual({ flow: 'registrations', subject: registration })
})
