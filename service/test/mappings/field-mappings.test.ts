import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exit } from '../../src/cli/exit-codes.ts'
import { type CliWorld, createCliWorld } from '../cli/cli-world.ts'
import { known, told } from '../told.ts'

let world: CliWorld
beforeAll(async () => {
  world = await createCliWorld({ settings: { 'moodle.auth': 'oauth2' } })
}, 60_000)
afterAll(() => world.stop())

const ask = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${world.url}/v1/extension/field-mappings${path}`, {
    method,
    headers: { authorization: `Bearer ${world.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
const inBooks = async () =>
  (await world.look.query('select field_set, version, overrides from extension_field_mappings order by 1, 2')).rows
const cityOf = async (id: string) => (await world.accountOf(id))?.city

test('every set is listed with its fields, their owners and where they come from', async () => {
  const { body } = await ask('GET', '')
  expect(body.field_mappings.map(({ set }: { set: string }) => set)).toEqual([
    'students',
    'teachers',
    'programs',
    'units',
    'classes',
    'registrations',
    'enrolments',
    'finance',
    'payments',
    'scheduleRows',
    'templateRows',
  ])
  const { body: students } = await ask('GET', '/students')
  expect(students).toMatchObject({ module: 'BTEC_Students', version: 0 })
  expect(students.fields).toContainEqual({
    field: 'moodleId',
    from: 'Student_Moodle_ID',
    as: 'text',
    owner: 'moodle',
    required: false,
    values: null,
    is_standard: true,
    standard_from: 'Student_Moodle_ID',
  })
  expect((await world.answer('mappings', 'list')).body).toEqual(body)
})

test('a college reads another field: at once, for this set, with a version and who made it; going back is a version too', async () => {
  const { student } = await known(world, { City: 'Amman', Address: 'Irbid' })
  const set = await world.manage('mappings', 'set', 'students', 'city=Address', '--note', 'the city stands there')
  expect([set.code, set.stderr]).toEqual([exit.done, ''])
  expect(set.stdout).toContain('students is at version 1, in force at once.')

  expect(await told(world, student)).toMatchObject({ status: 'completed', verdict_code: 'student.updated' })
  expect(await cityOf(student.id)).toBe('Irbid')

  const back = await world.answer('mappings', 'rollback', 'students', '0')
  expect(back.body).toMatchObject({ version: 2 })
  expect(await told(world, student)).toMatchObject({ verdict_code: 'student.updated' })
  expect(await cityOf(student.id)).toBe('Amman')
  const forward = await ask('POST', '/students/rollback', { version: 1, note: 'it was right' })
  expect(forward.body.fields.find(({ field }: { field: string }) => field === 'city')).toMatchObject({ from: 'Address' })

  const { body } = await ask('GET', '/students/history')
  expect(body.versions).toMatchObject([
    { version: 3, overrides: { city: { from: 'Address' } }, rolled_back_to: 1, note: 'it was right', created_by: 'key a test' },
    { version: 2, overrides: {}, rolled_back_to: 0 },
    { version: 1, overrides: { city: { from: 'Address' } }, rolled_back_to: null, note: 'the city stands there' },
  ])
  expect(body.versions[2].created_by).toMatch(/^cli /)
  expect((await world.manage('mappings', 'history', 'students')).stdout).toContain('back to 1')
  await world.manage('mappings', 'rollback', 'students', '0')
})

test('what was settled by the old rules is looked at again by the next sync, once', async () => {
  await world.manage('sync', 'students', '--all')
  const before = await world.answer('sync', 'students', '--all')
  await world.manage('mappings', 'set', 'students', 'city=Address')
  const after = await world.answer('sync', 'students', '--all')
  expect(after.body.changed).toBe(before.body.read - before.body.added - before.body.changed)
  const again = await world.answer('sync', 'students', '--all')
  expect(again.body.changed).toBe(0)
  await world.manage('mappings', 'rollback', 'students', '0')
}, 120_000)

test('a college gives a value of a picklist our meaning, and takes it back', async () => {
  const { student } = await known(world, { Status: 'Active' })
  await world.editStudent(student.id, { Status: 'Graduated' })
  await told(world, student)
  expect((await world.accountOf(student.id))?.suspended).toBe(false)

  await world.answer('mappings', 'set', 'students', 'status:Graduated=Blocked')
  const { body } = await world.answer('mappings', 'set', 'students', 'status:Withdraw=Active')
  expect(body.fields.find(({ field }: { field: string }) => field === 'status')).toMatchObject({
    from: 'Status',
    values: { Graduated: 'Blocked', Withdraw: 'Active' },
    is_standard: false,
  })
  expect(await told(world, student)).toMatchObject({ verdict_code: 'student.suspended' })
  const left = await world.answer('mappings', 'set', 'students', 'status:Graduated=')
  expect(left.body.fields.find(({ field }: { field: string }) => field === 'status').values).toEqual({ Withdraw: 'Active' })
  expect(await told(world, student)).toMatchObject({ verdict_code: 'student.reactivated' })
  const none = await world.answer('mappings', 'set', 'students', 'status=')
  expect(none.body.fields.find(({ field }: { field: string }) => field === 'status')).toMatchObject({ is_standard: true })
})

describe('is refused by name, and nothing is stored', () => {
  test.each([
    ['an unknown set', 'pupils', { city: { from: 'City' } }, 404, 'mapping.unknown_set', 'pupils'],
    ['an unknown field of ours', 'students', { town: { from: 'City' } }, 422, 'mapping.unknown_target', 'town'],
    ['an unknown field of Zoho', 'students', { city: { from: 'Town' } }, 422, 'mapping.unknown_field', 'Town'],
    ['a wrong type', 'finance', { date1: { from: 'Payment_Mode' } }, 422, 'mapping.wrong_type', 'type picklist'],
    [
      'a value the picklist does not have',
      'students',
      { status: { values: { Enroled: 'Active' } } },
      422,
      'mapping.unknown_value',
      'Enroled',
    ],
    ['a sensitive field', 'students', { city: { from: 'Passport_Number' } }, 422, 'mapping.sensitive', 'Passport_Number'],
    [
      'a sensitive field in other letters',
      'students',
      { city: { from: 'academic_password' } },
      422,
      'mapping.sensitive',
      'academic',
    ],
    ['writing where another field is read', 'students', { moodleId: { from: 'City' } }, 422, 'mapping.shared', 'city'],
    ['writing where nobody may', 'students', { moodleId: { from: 'Locked__s' } }, 422, 'mapping.wrong_type', 'Locked__s'],
    [
      'a column of a subform that is not there',
      'scheduleRows',
      { dueDate: { from: 'Due' } },
      422,
      'mapping.unknown_field',
      'Due',
    ],
  ])('%s', async (_what, set, changes, status, code, words) => {
    const before = await inBooks()
    const refused = await ask('PUT', `/${set}`, { changes })
    expect(refused).toMatchObject({ status, body: { code } })
    expect(refused.body.title).toContain(words)
    expect(refused.body.fix).not.toBe('')
    if (status === 422) expect(refused.body.field).toBe(Object.keys(changes)[0])
    expect(await inBooks()).toEqual(before)
  })

  test('the same on the command line, with an exit code of its own', async () => {
    const { code, stderr } = await world.manage('mappings', 'set', 'students', 'city=Town')
    expect([code, stderr]).toEqual([exit.usage, expect.stringContaining('BTEC_Students has no such field')])
    expect((await world.manage('mappings', 'set', 'students', 'city')).code).toBe(exit.usage)
    expect((await world.manage('mappings', 'rollback', 'students', 'two')).code).toBe(exit.usage)
    expect((await world.manage('mappings', 'rollback', 'students', '99')).code).toBe(exit.notPossible)
  })

  test('a change of a version that is not the newest any more', async () => {
    const { body } = await ask('GET', '/teachers')
    expect(await ask('PUT', '/teachers', { changes: { name: { from: 'Email' } }, based_on: body.version })).toMatchObject({
      status: 200,
      body: { version: 1 },
    })
    expect(await ask('PUT', '/teachers', { changes: { name: null }, based_on: body.version })).toMatchObject({
      status: 409,
      body: { code: 'mapping.changed_meanwhile' },
    })
    expect(await ask('POST', '', { set: 'teachers', changes: { name: null } })).toMatchObject({
      status: 200,
      body: { version: 2 },
    })
  })

  test('while Zoho cannot be asked', async () => {
    const before = await inBooks()
    await world.fault({ system: 'zoho', how: '500', times: 20 })
    expect((await ask('PUT', '/students', { changes: { city: { from: 'Address' } } })).status).toBe(503)
    await world.clearFaults()
    expect(await inBooks()).toEqual(before)
  })
})

test('saying what is so already makes no version', async () => {
  const before = await inBooks()
  const said = await ask('PUT', '/students', { changes: { city: { from: 'City' }, country: null } })
  expect(said.status).toBe(200)
  expect(await inBooks()).toEqual(before)
})

test('a preview shows one record as it is read and as it would be; nothing is stored, and nothing sensitive is asked for', async () => {
  const before = await inBooks()
  const student = await world.student({ City: 'Amman', Address: 'Irbid', Country: 'Atlantis', Status: 'Active' })
  const changes = { city: { from: 'Address' }, status: { values: { Active: 'Blocked' } } }
  const { body } = await ask('POST', '/students/preview', { record_id: student.id, changes })
  const of = (name: string) => body.fields.find(({ field }: { field: string }) => field === name)
  expect(of('city')).toEqual({
    field: 'city',
    required: false,
    before: { from: 'City', raw: 'Amman', value: 'Amman', is_misfit: false },
    after: { from: 'Address', raw: 'Irbid', value: 'Irbid', is_misfit: false },
    differs: true,
  })
  expect(of('status')).toMatchObject({ after: { raw: 'Active', value: 'Blocked' }, differs: true })
  expect(of('country')).toMatchObject({ after: { raw: 'Atlantis', value: '', is_misfit: true }, differs: false })

  const since = await world.lastCall()
  const refused = await ask('POST', '/students/preview', {
    record_id: student.id,
    changes: { city: { from: 'National_Number' } },
  })
  expect(refused).toMatchObject({ status: 422, body: { code: 'mapping.sensitive' } })
  expect(await world.calls('zoho', since)).toEqual([])

  expect(await ask('POST', '/students/preview', { record_id: '12' })).toMatchObject({ status: 422, body: { field: 'record_id' } })
  expect((await ask('POST', '/students/preview', { record_id: '5847596000009999999' })).status).toBe(404)
  const shown = await world.manage('mappings', 'preview', 'students', student.id, 'city=Address')
  expect(shown.stdout).toMatch(/\* +city +Address +"Irbid" +"Irbid" +"Amman" from City/)
  expect(await inBooks()).toEqual(before)
})

test('each college has its own', async () => {
  await ask('PUT', '/students', { changes: { city: { from: 'Address' } } })
  await world.manage('tenants', 'create', 'elsewhere', 'Elsewhere')
  const { body } = await world.answer('mappings', 'show', 'students', '--tenant', 'elsewhere')
  expect(body.fields.every(({ is_standard }: { is_standard: boolean }) => is_standard)).toBe(true)
  await world.manage('mappings', 'rollback', 'students', '0')
})

test('the doctor looks for what this college reads', async () => {
  await world.look.query(
    `insert into extension_field_mappings (tenant_id, field_set, version, overrides, created_by)
     select 'default', 'students', coalesce(max(version), 0) + 1, '{"city": {"from": "Town"}}', 'a field that has gone since'
     from extension_field_mappings where field_set = 'students'`,
  )
  const { body } = await world.answer('doctor')
  expect(body.checks).toContainEqual(expect.objectContaining({ name: 'zoho.field.BTEC_Students.Town', severity: 'problem' }))
  await world.manage('mappings', 'rollback', 'students', '0')
  expect((await ask('GET', '/students')).body.fields).toContainEqual(expect.objectContaining({ field: 'city', from: 'City' }))
})
