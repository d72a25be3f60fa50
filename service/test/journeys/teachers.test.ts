import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { releaseEvents, retryEvent } from '../../src/verbs/put-back.ts'
import { whileBusy } from '../busy.ts'
import { atDesk } from '../desk.ts'
import { told, writesSince } from '../told.ts'
import { type Account, createWorld, type EventRow, type World, type ZohoRecord } from '../world.ts'

const TEACHERS = 'BTEC_Teachers'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.setSetting('deletions.per_hour', 1_000)
  await world.setSetting('system.dry_run', { enabled: false, modules: [] })
})

const toldOf = (teacher: ZohoRecord, eventType = 'updated'): Promise<EventRow> => told(world, teacher, eventType, TEACHERS)
const now = async (id: number): Promise<Account | undefined> => (await world.accounts()).find((account) => account.id === id)

/** A teacher whom both sides know. */
async function known(fields: Record<string, unknown> = {}): Promise<{ teacher: ZohoRecord; account: Account }> {
  const teacher = await world.teacher(fields)
  const { verdict } = await toldOf(teacher, 'created')
  const account = await world.accountOf(teacher.id)
  if (account === undefined) throw new Error(`No account was made: ${verdict}`)
  return { teacher, account }
}

test('a new teacher gets an account in Moodle, and Zoho learns its number', async () => {
  const teacher = await world.teacher({ Name: 'Lina  van  Dijk' })
  expect(await toldOf(teacher, 'created')).toMatchObject({
    status: 'completed',
    needs_attention: false,
    verdict_code: 'teacher.created',
  })
  const account = await world.accountOf(teacher.id)
  expect(account).toMatchObject({
    username: teacher.Academic_Email,
    firstname: 'Lina van',
    lastname: 'Dijk',
    email: teacher.Academic_Email,
    city: '',
    auth: 'oauth2',
    suspended: false,
  })
  expect(await world.recordNow(TEACHERS, teacher.id)).toMatchObject({ Teacher_Moodle_ID: String(account?.id) })
  expect((await world.audit(teacher.id)).map(({ system, action, outcome }) => [system, action, outcome])).toEqual([
    ['moodle', 'createUser', 'done'],
    ['zoho', 'updateRecord', 'done'],
  ])
})

test('the echo of our own write is absorbed without a call to Moodle, and a retry writes nothing', async () => {
  const { teacher } = await known()
  const since = await world.lastCall()
  const echo = await toldOf(teacher)
  expect(echo).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
  expect(await world.calls('moodle', since)).toEqual([])
  await atDesk(world, (desk) => retryEvent(desk, String(echo.id)))
  expect(await world.settled(echo.event_id)).toMatchObject({ status: 'completed', verdict_code: 'teacher.in_step' })
  expect(await writesSince(world, since)).toEqual([])
})

describe('a name that Zoho keeps as one text', () => {
  test('is changed in Moodle where it says something else', async () => {
    const { teacher, account } = await known({ Name: 'Sara Amin' })
    await world.edit(TEACHERS, teacher.id, { Name: 'Sara Amin Qasim' })
    expect(await toldOf(teacher)).toMatchObject({
      verdict_code: 'teacher.updated',
      verdict_params: { fields: 'firstname, lastname' },
    })
    expect(await now(account.id)).toMatchObject({ firstname: 'Sara Amin', lastname: 'Qasim' })
  })

  test('may be divided otherwise by somebody in Moodle who knows better', async () => {
    const { teacher, account } = await known({ Name: 'Piet van den Berg' })
    await world.editAccount(account.id, { firstname: 'Piet', lastname: 'van den Berg', city: 'Utrecht' })
    await world.edit(TEACHERS, teacher.id, { Academic_Email: `piet.${teacher.id}@college.example` })
    expect(await toldOf(teacher)).toMatchObject({ verdict_code: 'teacher.updated', verdict_params: { fields: 'email' } })
    expect(await now(account.id)).toMatchObject({ firstname: 'Piet', lastname: 'van den Berg', city: 'Utrecht' })
  })

  test('of one word stands in both of Moodle’s fields', async () => {
    const { account } = await known({ Name: 'Suharto' })
    expect(account).toMatchObject({ firstname: 'Suharto', lastname: 'Suharto' })
  })
})

describe('what is missing or wrong is named, and nothing is made', () => {
  test.each([
    ['no address', { Academic_Email: null }, 'teacher.no_academic_email'],
    ['no address that Moodle takes', { Academic_Email: 'not an address' }, 'teacher.invalid_email'],
    ['a blank name', { Name: ' ' }, 'teacher.no_name'],
  ])('%s', async (_what, fields, code) => {
    const teacher = await world.teacher(fields)
    const since = await world.lastCall()
    expect(await toldOf(teacher, 'created')).toMatchObject({
      status: 'failed',
      needs_attention: true,
      verdict_code: code,
      verdict_params: { teacher: teacher.id },
    })
    expect(await writesSince(world, since)).toEqual([])
  })

  test('what Moodle refuses is told as the teacher’s', async () => {
    const teacher = await world.teacher({ Name: 'Omar <b>Bold' })
    const refused = await toldOf(teacher, 'created')
    expect(refused).toMatchObject({ status: 'failed', verdict_code: 'teacher.refused_by_moodle' })
    expect(refused.verdict).toContain(`teacher ${teacher.id}`)
  })
})

describe('deleted in Zoho', () => {
  test('the account is suspended and kept; restoring opens it again', async () => {
    const { teacher, account } = await known()
    await world.remove(TEACHERS, teacher.id)
    expect(await toldOf(teacher, 'deleted')).toMatchObject({ status: 'completed', verdict_code: 'teacher.gone_suspended' })
    expect(await now(account.id)).toMatchObject({ suspended: true })
    await world.teacher(teacher)
    expect(await toldOf(teacher)).toMatchObject({ status: 'completed', verdict_code: 'teacher.reactivated' })
    expect(await now(account.id)).toMatchObject({ suspended: false })
  })

  test('before there was an account, there is nothing to suspend', async () => {
    const teacher = await world.teacher()
    await world.remove(TEACHERS, teacher.id)
    expect(await toldOf(teacher, 'deleted')).toMatchObject({ verdict_code: 'teacher.gone_without_account' })
  })

  test('many in one hour are held behind a limit of their own, until a person releases them', async () => {
    await world.look.query('update sync_teachers set gone_at = null')
    await world.setSetting('deletions.per_hour', 1)
    const { student } = { student: await world.student() }
    await told(world, student, 'created')
    await world.deleteStudent(student.id)
    expect(await told(world, student, 'deleted')).toMatchObject({ verdict_code: 'student.gone_suspended' })

    const [first, second] = [await known(), await known()]
    for (const { teacher } of [first, second]) await world.remove(TEACHERS, teacher.id)
    expect(await toldOf(first.teacher, 'deleted')).toMatchObject({ status: 'completed' })
    const held = await toldOf(second.teacher, 'deleted')
    expect(held).toMatchObject({ status: 'held', waiting_for: 'removals:BTEC_Teachers', verdict_code: 'removal.held' })
    expect(await now(second.account.id)).toMatchObject({ suspended: false })
    expect(await atDesk(world, (desk) => releaseEvents(desk, { waitingFor: 'removals:BTEC_Teachers' }))).toBe(1)
    expect(await world.settled(held.event_id)).toMatchObject({ status: 'completed', verdict_code: 'teacher.gone_suspended' })
    expect(await now(second.account.id)).toMatchObject({ suspended: true })
  })

  test('merged in Zoho, the account moves to the record that was kept', async () => {
    const { teacher: loser, account } = await known()
    const kept = await world.teacher({ Academic_Email: null, Name: 'Kept Nasser' })
    await world.remove(TEACHERS, loser.id)
    await world.edit(TEACHERS, kept.id, { Academic_Email: loser.Academic_Email })
    expect(await toldOf(loser, 'deleted')).toMatchObject({ verdict_code: 'teacher.moved_to_twin' })
    await world.quiet()
    expect(await now(account.id)).toMatchObject({ idnumber: kept.id, firstname: 'Kept', suspended: false })
    expect(await world.recordNow(TEACHERS, kept.id)).toMatchObject({ Teacher_Moodle_ID: String(account.id) })
  })
})

describe('an account that is there already', () => {
  test('is taken over by its user name, and never doubled', async () => {
    const teacher = await world.teacher()
    const { id } = await world.account({
      username: teacher.Academic_Email,
      firstname: 'O',
      lastname: 'N',
      email: 'o@home.example',
    })
    expect(await toldOf(teacher, 'created')).toMatchObject({ status: 'completed', verdict_code: 'teacher.adopted' })
    expect(await now(id)).toMatchObject({ idnumber: teacher.id, email: teacher.Academic_Email })
  })

  test.each([
    ['a foreign ID number', { idnumber: 'library-4711' }, 'teacher.account_not_ours'],
    ['the number of a record that is somebody else’s', { idnumber: '5847596000000999999' }, 'teacher.account_not_ours'],
  ])('is left alone with %s', async (_what, fields, code) => {
    const teacher = await world.teacher()
    const before = await world.account({
      username: `hand.${teacher.id}`,
      firstname: 'Made',
      lastname: 'By Hand',
      email: teacher.Academic_Email,
      ...fields,
    })
    expect(await toldOf(teacher, 'created')).toMatchObject({ status: 'failed', verdict_code: code })
    expect(await now(before.id)).toEqual(before)
  })

  test('of a teacher whom another record has is left alone', async () => {
    const { teacher: first, account } = await known()
    await world.edit(TEACHERS, first.id, { Academic_Email: `moved.${first.id}@college.example` })
    const second = await world.teacher({ Academic_Email: first.Academic_Email })
    expect(await toldOf(second, 'created')).toMatchObject({
      verdict_code: 'teacher.account_taken',
      verdict_params: { user: account.id },
    })
  })

  test('and was deleted in Moodle needs a person, and is never made again by itself', async () => {
    const { teacher, account } = await known()
    await world.deleteAccount(account.id)
    await world.edit(TEACHERS, teacher.id, { Name: 'Somebody Else' })
    const since = await world.lastCall()
    expect(await toldOf(teacher)).toMatchObject({ status: 'failed', verdict_code: 'teacher.deleted_in_moodle' })
    expect(await writesSince(world, since)).toEqual([])
  })

  test('stays suspended when somebody in Moodle suspended it, and that is said', async () => {
    const { teacher, account } = await known()
    await world.editAccount(account.id, { suspended: true })
    await world.edit(TEACHERS, teacher.id, { Name: 'Omar Other' })
    expect(await toldOf(teacher)).toMatchObject({ needs_attention: true, verdict_code: 'teacher.left_suspended' })
    expect(await now(account.id)).toMatchObject({ suspended: true, lastname: 'Other' })
  })
})

test('several at once are made in one call', async () => {
  const teachers: ZohoRecord[] = []
  for (let nr = 0; nr < 6; nr += 1) teachers.push(await world.teacher())
  const since = await world.lastCall()
  const sent = await whileBusy(
    world.look,
    teachers.map(({ id }) => id),
    () => Promise.all(teachers.map(({ id }) => world.zohoSends(id, 'created', undefined, TEACHERS))),
    'teachers',
  )
  for (const { eventId } of sent) expect(await world.settled(eventId)).toMatchObject({ verdict_code: 'teacher.created' })
  const writes = (await writesSince(world, since)).map(({ operation }) => operation)
  expect(writes.filter((operation) => operation === 'core_user_create_users').length).toBeLessThanOrEqual(2)
})

test('a rehearsal says what would be and writes nothing', async () => {
  await world.setSetting('system.dry_run', { enabled: true, modules: [TEACHERS] })
  const teacher = await world.teacher()
  const since = await world.lastCall()
  expect(await toldOf(teacher, 'created')).toMatchObject({ status: 'rehearsed', verdict_code: 'rehearsal.would_change' })
  expect(await writesSince(world, since)).toEqual([])
  expect(await world.accountOf(teacher.id)).toBeUndefined()
})

test('classes that were waiting for a teacher’s account are fed by the run that links it, once', async () => {
  const teacher = await world.teacher()
  const [of, other] = ['5847596000000930001', '5847596000000930002']
  await world.look.query(
    `insert into sync_classes (tenant_id, zoho_id, field_hashes, state_hash, owners)
     values ('default', $1, '{}', '', array['5847596000000930009', $2]), ('default', $3, '{}', '', '{}')`,
    [of, teacher.id, other],
  )
  const { eventId } = await world.zohoSends(teacher.id, 'created', undefined, TEACHERS)
  const fed = async () => {
    const { rows } = await world.look.query(
      `select o.flow, o.subject from integration_event_outcomes o join integration_events_log e on e.id = o.event
       where e.event_id = $1 order by o.flow`,
      [eventId],
    )
    return rows.length === 0 ? undefined : rows
  }
  expect(await world.until('the class to be fed', fed)).toEqual([
    { flow: 'classes', subject: of },
    { flow: 'teachers', subject: teacher.id },
  ])
  await world.edit(TEACHERS, teacher.id, { Name: 'Once More' })
  expect(await toldOf(teacher)).toMatchObject({ verdict_code: 'teacher.updated' })
})
