import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { known, told } from '../told.ts'
import { createWorld, type Fault, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { 'breaker.outages': 1_000 } })
})
afterAll(() => world.stop())
beforeEach(() => world.clearFaults())

const deedsOf = async (subject: string) =>
  (await world.audit(subject)).map(({ system, action, outcome }) => `${system} ${action} ${outcome}`)

/** The call is broken and so is every look at what became of it: the run ends without knowing. */
async function broken(operation: string, how: Fault['how']): Promise<void> {
  const system = operation.startsWith('core_') ? 'moodle' : 'zoho'
  await world.fault({ system, match: operation, how })
  if (system === 'moodle') await blindAfter(operation)
}

/** Breaks the looks that follow the nth `operation`: there are always three tries of a read. */
async function blindAfter(operation: string): Promise<void> {
  const looksBefore = operation === 'core_user_create_users' ? 2 : 1
  await world.fault({ system: 'moodle', match: 'core_user_get_users_by_field', nth: looksBefore + 1, times: 3, how: 'refuse' })
}

describe('a change whose answer was lost is closed by the next run, as what it finds', () => {
  const cases = [
    ['lose', ['moodle createUser confirmed', 'zoho updateRecord done'], 'student.'],
    ['refuse', ['moodle createUser not_happened', 'moodle createUser done', 'zoho updateRecord done'], 'student.created'],
  ] as const
  test.each(cases)('a new account: %s', async (how, deeds, code) => {
    const student = await world.student()
    await broken('core_user_create_users', how)
    const done = await told(world, student, 'created')
    expect(done).toMatchObject({ status: 'completed', needs_attention: false })
    expect(done.verdict_code).toContain(code)
    expect(await deedsOf(student.id)).toEqual(deeds)
    expect(await world.accounts()).toContainEqual(expect.objectContaining({ idnumber: student.id }))
  })

  const changes = [
    ['lose', ['moodle updateUser confirmed']],
    ['refuse', ['moodle updateUser not_happened', 'moodle updateUser done']],
  ] as const
  test.each(changes)('a changed account: %s', async (how, deeds) => {
    const { student } = await known(world)
    await world.editStudent(student.id, { City: 'Petra' })
    await broken('core_user_update_users', how)
    expect(await told(world, student)).toMatchObject({ status: 'completed' })
    expect((await deedsOf(student.id)).slice(2)).toEqual(deeds)
    expect(await world.accountOf(student.id)).toMatchObject({ city: 'Petra' })
  })

  test.each(changes)('a suspension after a deletion: %s', async (how, deeds) => {
    const { student } = await known(world)
    await world.deleteStudent(student.id)
    await broken('core_user_update_users', how)
    expect(await told(world, student, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'student.gone_suspended' })
    expect((await deedsOf(student.id)).slice(2)).toEqual(deeds)
    expect(await world.accountOf(student.id)).toMatchObject({ suspended: true })
  })

  const tellings = [
    ['lose', ['zoho updateRecord confirmed']],
    ['refuse', ['zoho updateRecord not_happened', 'zoho updateRecord done']],
  ] as const
  test.each(tellings)('the Moodle id told to Zoho: %s', async (how, deeds) => {
    const { student, account } = await known(world)
    await world.editStudent(student.id, { Student_Moodle_ID: null })
    await broken('PUT /crm/v8/BTEC_Students', how)
    expect(await told(world, student)).toMatchObject({ status: 'completed' })
    expect((await deedsOf(student.id)).slice(2)).toEqual(deeds)
    expect(await world.studentNow(student.id)).toMatchObject({ Student_Moodle_ID: String(account.id) })
  })
})

test('a change that is refused for its content says so, with the code', async () => {
  const student = await world.student({ Last_Name: 'Smith <b>' })
  await told(world, student, 'created')
  expect(await world.audit(student.id)).toMatchObject([
    { action: 'createUser', outcome: 'refused', reason: 'student.refused_by_moodle' },
  ])
})

test('each field stands there before and after, against the event whose run did it', async () => {
  const { student, account } = await known(world)
  await world.editStudent(student.id, { City: 'Aqaba', Status: 'Blocked' })
  const { id } = await told(world, student)
  const [, , deed] = await world.audit(student.id)
  expect(deed).toMatchObject({
    system: 'moodle',
    action: 'updateUser',
    target: String(account.id),
    outcome: 'done',
    changes: { city: { before: 'Amman', after: 'Aqaba' }, suspended: { before: false, after: true } },
  })
  const { rows } = await world.look.query('select event from moodle_sync_log where subject = $1 order by id desc limit 1', [
    student.id,
  ])
  expect(Number(rows[0]?.event)).toBe(id)
})

describe('where Moodle has our plugin', () => {
  const UPSERT = 'local_campusbridge_upsert_users'
  const updatesOf = async (subject: string) => (await deedsOf(subject)).filter((deed) => deed.includes('updateUser'))
  beforeAll(() => world.control('PATCH', '/moodle/settings', { plugin: true }))
  afterAll(() => world.control('PATCH', '/moodle/settings', { plugin: false }))

  test('a run that cannot ask what the site offers has begun nothing', async () => {
    const { student } = await known(world)
    await world.restart()
    await world.editStudent(student.id, { City: 'Petra' })
    await world.fault({ system: 'moodle', match: 'core_webservice_get_site_info', times: 3, how: 'refuse' })
    expect(await told(world, student)).toMatchObject({ status: 'completed' })
    expect(await updatesOf(student.id)).toEqual(['moodle updateUser done'])
  })

  test('a change in doubt that stands when the next run writes it was made by the run that was in doubt', async () => {
    const { student, account } = await known(world)
    await world.editStudent(student.id, { City: 'Petra' })
    await world.fault({ system: 'moodle', match: UPSERT, how: 'refuse' })
    await world.control('PUT', '/pace', { system: 'moodle', perCallMs: 300 })
    const { eventId } = await world.zohoSends(student.id, 'updated')
    await world.until('the doubt', async () => (await updatesOf(student.id)).find((deed) => deed.endsWith('uncertain')))
    const since = await world.lastCall()
    await world.until('the next look', async () =>
      (await world.calls('moodle', since)).find(({ operation }) => operation === 'core_user_get_users_by_field'),
    )
    // The call that was given up takes effect after all, behind the back of the run that has just looked.
    await world.control('PATCH', `/moodle/records/users/${account.id}`, { city: 'Petra' })
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed' })
    await world.control('PUT', '/pace', { system: 'moodle', perCallMs: 0 })
    expect(await updatesOf(student.id)).toEqual(['moodle updateUser confirmed'])
  })
})
