import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { exit } from '../../src/cli/exit-codes.ts'
import { type CliWorld, createCliWorld } from './cli-world.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let world: CliWorld
let student: { id: string; address: string }
let program: { id: string }
let clazz: { id: string }
beforeAll(async () => {
  world = await createCliWorld()
  await world.installPlugin()
  program = await world.put('Products', { Product_Name: 'HND Computing' })
  clazz = await world.put('BTEC_Classes', {
    Class_Name: 'Networking',
    Class_Status: 'Active',
    BTEC_Program: { id: program.id },
  })
  const { id, Academic_Email } = await world.student({ Total_Amount: 4200, Currency: 'USD' })
  student = { id, address: String(Academic_Email) }
  await world.put('BTEC_Enrollments', { Enrolled_Students: { id }, Classes: { id: clazz.id }, Enrollment_Type: 'Normal' })
})
afterAll(() => world.stop())

test('a student is brought into step with all that hangs on them, parents first, and each verdict is told', async () => {
  const { code, body } = await world.answer('sync', 'student', student.id, '--with-related')
  expect(body.ended).toBe('all')
  expect(code).toBe(exit.done)
  expect(body.events.map(({ module }: { module: string }) => module).toSorted()).toEqual([
    'BTEC_Classes',
    'BTEC_Enrollments',
    'BTEC_Students',
    'Products',
  ])
  const account = await world.accountOf(student.id)
  const [course] = await world.inMoodle<{ id: number }>('courses', `idnumber=zoho:BTEC_Classes:${clazz.id}`)
  expect(account).toBeDefined()
  expect(course).toBeDefined()

  const { body: view } = await world.answer('show', 'student', student.id)
  expect(view).toMatchObject({
    record_id: student.id,
    in_zoho: true,
    account: { id: account?.id, suspended: false },
    links: [{ module: 'BTEC_Students', moodle_id: account?.id, deleted_in_moodle: false }],
    enrolments: [{ class: clazz.id, course: course?.id, moodle: { suspended: false } }],
    finance: { zoho: { totalAmount: '4200.00' }, moodle: { total_amount: '4200.00' } },
    open_events: [],
  })
  expect(view.sides.every(({ agree }: { agree: boolean }) => agree)).toBe(true)
  expect(view.changes.length).toBeGreaterThan(2)
})

test('both sides are shown as they are now, by e-mail too, with what is open; nothing is written', async () => {
  const account = await world.accountOf(student.id)
  await world.editAccount(account?.id ?? 0, { city: 'Elsewhere' })
  await world.editStudent(student.id, { Last_Name: 'Renamed' })
  const since = await world.lastCall()
  const shown = await world.manage('show', 'student', student.address.toUpperCase())
  expect(shown.code).toBe(exit.done)
  expect(shown.stdout).toMatch(/city\s+Amman\s+Elsewhere\s+← differ/)
  expect(shown.stdout).toMatch(/last name\s+Renamed/)
  expect(shown.stdout).toContain('Nothing is open.')
  const calls = [...(await world.calls('zoho', since)), ...(await world.calls('moodle', since))]
  expect(calls.filter(({ operation }) => /PUT|create|update|set_|enrol_users/.test(operation))).toEqual([])

  const answer = await fetch(`${world.url}/v1/students/${student.id}`, { headers: { authorization: `Bearer ${world.key}` } })
  expect(answer.status).toBe(200)
  const { body } = await world.answer('show', 'student', student.id)
  expect(await answer.json()).toEqual(body)
})

test('a student nobody can bring into step is shown with the words of what is in the way', async () => {
  const refused = await world.student({ Academic_Email: 'no address' })
  const synced = await world.manage('sync', 'student', refused.id)
  expect(synced.code).toBe(exit.needsAttention)
  expect(synced.stdout).toContain('failed')
  const { body } = await world.answer('show', 'student', refused.id)
  expect(body.account).toBeNull()
  expect(body.open_events).toContainEqual(
    expect.objectContaining({ status: 'failed', verdict: expect.objectContaining({ code: 'student.invalid_email' }) }),
  )
})

test('a stranger is not found, and what is no id is refused', async () => {
  expect((await world.manage('show', 'student', '5847596000000424242')).code).toBe(exit.notPossible)
  expect((await world.manage('show', 'student', 'nobody@college.example')).code).toBe(exit.notPossible)
  expect((await world.manage('sync', 'student', 'Maya')).code).toBe(exit.usage)
  const answer = await fetch(`${world.url}/v1/students/nobody@college.example`, {
    headers: { authorization: `Bearer ${world.key}` },
  })
  expect(answer.status).toBe(404)
})

test('without a comparison there is nothing to list; a report is shown with its items', async () => {
  expect((await world.answer('drift', 'list')).body).toEqual({ reports: [] })
  expect((await world.answer('drift', 'compare')).body).toEqual({ status: 'asked' })
  expect((await world.manage('drift', 'compare')).stdout).toContain('within a minute')
  expect((await world.manage('drift', 'show')).code).toBe(exit.notPossible)
  await world.look.query(
    `insert into drift_reports (report_id, tenant_id, status, repairs, flows, ended_at)
     values ('4e9b54b2-8f0b-4f3c-9d5b-0b54a4a5f001', 'default', 'completed', true,
       '{"students": {"lookedAt": 7, "inStep": 6, "differ": 1, "confirmed": 0}}', now())`,
  )
  await world.look.query(
    `insert into drift_items (tenant_id, report_id, flow, subject, system, action, field, stands, due, cause)
     values ('default', '4e9b54b2-8f0b-4f3c-9d5b-0b54a4a5f001', 'students', $1, 'moodle', 'updateUser', 'city', '"Elsewhere"', '"Amman"', 'wrong side')`,
    [student.id],
  )
  const { body } = await world.answer('drift', 'show')
  expect(body).toMatchObject({
    report: { status: 'completed', causes: { wrong_side: 1, missed_event: 0 }, flows: [{ flow: 'students', looked_at: 7 }] },
    items: [{ subject: student.id, field: 'city', stands: 'Elsewhere', due: 'Amman', cause: 'wrong side', event: null }],
    next_after: null,
  })
  expect((await world.answer('drift', 'show', '--cause', 'refused')).body.items).toEqual([])
  const lines = (await world.manage('drift', 'show', 'latest')).stdout
  expect(lines).toContain('moodle city: stands "Elsewhere", should be "Amman"')
  const get = async (path: string) =>
    (await fetch(`${world.url}${path}`, { headers: { authorization: `Bearer ${world.key}` } })).json() as Promise<{
      reports?: unknown[]
    }>
  expect((await get('/v1/drift')).reports).toHaveLength(1)
  expect(await get('/v1/drift/latest')).toEqual(body)
})
