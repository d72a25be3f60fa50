import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Plan, PlanItem, PlanSummary, PlanView } from '../../../contract/rest/plans.ts'
import { exit } from '../../src/cli/exit-codes.ts'
import { type CliWorld, createCliWorld } from '../cli/cli-world.ts'
import { known, told, writesSince } from '../told.ts'
import type { Student } from '../world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let world: CliWorld
beforeAll(async () => {
  world = await createCliWorld({ seed: 'empty', settings: { 'moodle.auth': 'oauth2' } })
})
afterAll(() => world.stop())
// Each test begins with a college in step.
beforeEach(async () => {
  await world.manage('sync', 'students', '--all')
})

const create = async (...args: string[]): Promise<PlanSummary> => (await world.answer('plan', 'create', ...args)).body
const show = async (id: number, ...args: string[]): Promise<PlanView> =>
  (await world.answer('plan', 'show', String(id), ...args)).body
const approve = (id: number) => world.answer('plan', 'approve', String(id))
const apply = (id: number): Promise<{ code: number; body: PlanSummary }> => world.answer('plan', 'apply', String(id))
const itemOf = (view: PlanView, { id }: { id: string }): PlanItem | undefined => view.items.find(({ subject }) => subject === id)
const cityOf = async ({ id }: Student) => (await world.accountOf(id))?.city

test('a plan says field by field what would change, changes nothing, and is done once it was approved', async () => {
  const { student, account } = await known(world, { City: 'Amman' })
  const { student: still } = await known(world)
  await world.editStudent(student.id, { City: 'Ajloun', Academic_Email: `new.${student.id.slice(-6)}@college.example` })
  const fresh = await world.student()
  const since = await world.lastCall()

  const plan = await create('students')
  expect(plan).toMatchObject({
    status: 'ready',
    names: ['students'],
    looked_at: 2,
    in_step: 0,
    counts: { by_status: { planned: 2 }, by_flag: { creates: 1, email: 1 }, by_flow: { students: 2 } },
  })
  expect(plan.price.zoho_credits).toBeGreaterThan(0)
  expect(plan.price.moodle_calls).toBeGreaterThan(0)
  expect(plan.spent.zoho_credits).toBeGreaterThan(0)
  expect(await writesSince(world, since)).toEqual([])
  const view = await show(plan.id)
  expect(itemOf(view, student)).toMatchObject({
    status: 'planned',
    flags: ['email'],
    changes: [
      {
        system: 'moodle',
        action: 'updateUser',
        target: String(account.id),
        fields: { city: { before: 'Amman', after: 'Ajloun' } },
      },
    ],
  })
  expect(itemOf(view, still)).toBeUndefined()

  const early = await apply(plan.id)
  expect([early.code, early.body]).toMatchObject([exit.notPossible, { error: { code: 'plan.not_approved' } }])
  expect((await approve(plan.id)).body.approved_by).toMatch(/^cli /)
  expect((await approve(plan.id)).code).toBe(exit.notPossible)
  const applied = await apply(plan.id)
  expect([applied.code, applied.body]).toMatchObject([exit.done, { status: 'applied', counts: { by_status: { applied: 2 } } }])
  expect(await cityOf(student)).toBe('Ajloun')
  expect((await world.accountOf(fresh.id))?.id).toBe(Number((await world.studentNow(fresh.id))?.Student_Moodle_ID))
  expect(itemOf(await show(plan.id), student)).toMatchObject({ verdict: { code: 'student.updated' }, done: null })

  const again = await world.lastCall()
  const twice = await apply(plan.id)
  expect([twice.code, twice.body.status]).toEqual([exit.done, 'applied'])
  expect(await writesSince(world, again)).toEqual([])
  expect((await create('students')).counts.by_status).toEqual({})
})

describe('what moved since is refused, and the rest is done', () => {
  test('in Zoho, in Moodle, or gone; what came back to what it was is as it was', async () => {
    const people = await Promise.all(
      Array.from({ length: 6 }, async () => (await known(world, { City: 'Amman', Status: 'Active' })).student),
    )
    const [steady, inZoho, unseen, inMoodle, gone, andBack] = people as [Student, Student, Student, Student, Student, Student]
    for (const { id } of people) await world.editStudent(id, { City: 'Ajloun' })
    const { id } = await create('students')
    await approve(id)
    await world.editStudent(inZoho.id, { City: 'Karak' })
    // Both mean an open account: nothing else would be written, and yet the record is not the one that was looked at.
    await world.editStudent(unseen.id, { Status: 'Registered' })
    await world.editAccount((await world.accountOf(inMoodle.id))?.id ?? 0, { lastname: 'Other' })
    await world.deleteStudent(gone.id)
    await world.editStudent(andBack.id, { City: 'Karak' })
    await world.editStudent(andBack.id, { City: 'Ajloun' })

    const applied = await apply(id)
    expect([applied.code, applied.body]).toMatchObject([
      exit.needsAttention,
      { status: 'applied', counts: { by_status: { applied: 2, moved: 4 } } },
    ])
    expect(await Promise.all([steady, andBack].map(cityOf))).toEqual(['Ajloun', 'Ajloun'])
    expect(await Promise.all([inZoho, unseen, inMoodle].map(cityOf))).toEqual(['Amman', 'Amman', 'Amman'])
    const view = await show(id, '--status', 'moved')
    expect(view.items.map(({ subject }) => subject).toSorted()).toEqual([inZoho.id, unseen.id, inMoodle.id, gone.id].toSorted())
    expect(view.items[0]?.verdict).toMatchObject({ code: 'plan.moved', todo: expect.stringContaining('plan create') })
    expect((await world.accountOf(gone.id))?.suspended).toBe(false)
    await told(world, gone, 'deleted')
  })

  test('something that another run has done meanwhile as planned counts as done', async () => {
    const { student } = await known(world, { City: 'Amman' })
    await world.editStudent(student.id, { City: 'Ajloun' })
    const { id } = await create('students')
    await approve(id)
    await told(world, student)
    const since = await world.lastCall()
    const { code, body } = await apply(id)
    expect([code, body.counts.by_status]).toEqual([exit.done, { applied: 1 }])
    expect(itemOf(await show(id), student)?.verdict).toMatchObject({ code: 'plan.done_meanwhile' })
    expect(await writesSince(world, since)).toEqual([])
  })

  test('something that somebody else has done by hand is not ours to count', async () => {
    const { student, account } = await known(world, { City: 'Amman' })
    await world.editStudent(student.id, { City: 'Ajloun' })
    const { id } = await create('students')
    await approve(id)
    await world.editAccount(account.id, { city: 'Ajloun' })
    expect((await apply(id)).body.counts.by_status).toEqual({ moved: 1 })
  })
})

test('deletions are found without a webhook, flagged, and done whatever the hourly limit', async () => {
  await world.setSetting('deletions.per_hour', 0)
  const { student } = await known(world)
  const { student: frozen } = await known(world)
  await world.deleteStudent(student.id)
  await world.editStudent(frozen.id, { Status: 'Freeze' })
  const plan = await create('students')
  expect(plan.counts.by_flag).toEqual({ removes: 2 })
  const removals = await show(plan.id, '--flag', 'removes')
  expect(removals.items.map(({ subject }) => subject).toSorted()).toEqual([student.id, frozen.id].toSorted())
  await approve(plan.id)
  expect((await apply(plan.id)).body.counts.by_status).toEqual({ applied: 2 })
  expect((await world.accountOf(student.id))?.suspended).toBe(true)
  expect((await world.accountOf(frozen.id))?.suspended).toBe(true)
  await world.setSetting('deletions.per_hour', 10)
})

test('adoptions are listed; what would fail is noted with its words and not applied; e-mails are counted', async () => {
  const adopted = await world.student()
  await world.account({ username: adopted.Academic_Email, firstname: 'M', lastname: 'Haddad', email: adopted.Academic_Email })
  const broken = await world.student({ Academic_Email: null })
  await world.setSetting('moodle.auth', 'manual')
  const fresh = await world.student()
  const plan = await create('students')
  await world.setSetting('moodle.auth', 'oauth2')
  expect(plan.counts).toMatchObject({ by_status: { planned: 2, noted: 1 }, by_flag: { adopts: 1, creates: 1, mails: 1 } })
  const view = await show(plan.id)
  expect(itemOf(view, adopted)?.flags).toEqual(['adopts'])
  expect(itemOf(view, fresh)?.flags).toEqual(['creates', 'mails'])
  expect(itemOf(view, broken)).toMatchObject({ status: 'noted', verdict: { code: 'student.no_academic_email' } })
  await approve(plan.id)
  // Passwords are the other system's business since: the new account is not the planned one.
  expect((await apply(plan.id)).body.counts.by_status).toEqual({ applied: 1, moved: 1, noted: 1 })
  expect(await world.events('subject = $1', [broken.id])).toEqual([])
  await world.editStudent(broken.id, { Academic_Email: `mended.${broken.id.slice(-6)}@college.example` })
})

test('a record that was edited on the wrong side is seen when both sides of all are compared, or of those named', async () => {
  const { student, account } = await known(world, { City: 'Amman' })
  await world.editAccount(account.id, { city: 'Elsewhere' })
  expect((await create('students')).counts.by_status).toEqual({})
  const all = await create('students', '--compare-all')
  expect(itemOf(await show(all.id), student)?.changes[0]?.fields).toEqual({ city: { before: 'Elsewhere', after: 'Amman' } })
  expect(all.looked_at).toBeGreaterThan(all.counts.by_status.planned ?? 0)
  const named = await create('students', '--ids', student.id)
  expect(named).toMatchObject({ looked_at: 1, ids: [student.id], counts: { by_status: { planned: 1 } } })
  await approve(named.id)
  await apply(named.id)
  expect(await cityOf(student)).toBe('Amman')
})

test('a plan that nobody applied in time has expired', async () => {
  const { student } = await known(world)
  await world.editStudent(student.id, { City: 'Ajloun' })
  const { id } = await create('students')
  await world.look.query(`update plans set expires_at = now() - interval '1 second' where id = $1`, [id])
  expect((await approve(id)).body).toMatchObject({ error: { code: 'plan.expired' } })
  const other = await create('students')
  await approve(other.id)
  await world.look.query(`update plans set expires_at = now() - interval '1 second' where id = $1`, [other.id])
  expect((await apply(other.id)).body).toMatchObject({ error: { code: 'plan.expired' } })
  expect(await cityOf(student)).not.toBe('Ajloun')
  const { body } = await world.answer('plan', 'list')
  expect(body.plans.slice(0, 2)).toMatchObject([{ status: 'expired' }, { status: 'expired' }])
})

describe('what is asked wrongly', () => {
  test.each([
    [['plan', 'create'], exit.usage],
    [['plan', 'create', 'pupils'], exit.usage],
    [['plan', 'create', 'students', '--all'], exit.usage],
    [['plan', 'create', '--all', '--ids', '5847596000000100001'], exit.usage],
    [['plan', 'show', '999999'], exit.notPossible],
    [['plan', 'apply', '999999'], exit.notPossible],
  ])('%j', async (args, code) => {
    expect((await world.manage(...args)).code).toBe(code)
  })
})

test('people read it in lines', async () => {
  const { student } = await known(world, { City: 'Amman' })
  await world.editStudent(student.id, { City: 'Ajloun' })
  const made = await world.manage('plan', 'create', 'students')
  expect(made.stdout).toMatch(/Plan (\d+) of students is ready: 1 thing looked at, 0 in step\.\n {2}1 would change/)
  const [, id = ''] = /Plan (\d+)/.exec(made.stdout) ?? []
  const shown = await world.manage('plan', 'show', id)
  expect(shown.stdout).toContain(`students ${student.id}\n    moodle updateUser city: "Amman" → "Ajloun"`)
  expect((await world.manage('plan', 'approve', id)).stdout).toContain('Approved by cli ')
  expect((await world.manage('plan', 'apply', id)).stdout).toContain('1 applied')
  expect((await world.manage('plan', 'apply', id)).stdout).toContain('nothing was done')
})

describe('over the API', () => {
  const ask = async (method: string, path = '', body?: object) => {
    const answer = await fetch(`${world.url}/v1/plans${path}`, {
      method,
      headers: { authorization: `Bearer ${world.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  const reaches = (id: number, status: Plan['status']): Promise<PlanView> =>
    world.until(`plan ${id} to be ${status}`, async () => {
      const { body } = await ask('GET', `/${id}`)
      return body.status === status ? (body as PlanView) : undefined
    })

  test('it is made and applied beside the service’s other work', async () => {
    const { student } = await known(world, { City: 'Amman' })
    await world.editStudent(student.id, { City: 'Ajloun' })
    const made = await ask('POST', '', { names: ['students'] })
    expect(made.status).toBe(202)
    const { id } = made.body
    expect(itemOf(await reaches(id, 'ready'), student)).toMatchObject({ status: 'planned' })
    expect(await ask('POST', `/${id}/apply`)).toMatchObject({ status: 409, body: { code: 'plan.not_approved' } })
    expect(await ask('POST', `/${id}/approve`)).toMatchObject({ status: 200, body: { approved_by: 'key a test' } })
    expect((await ask('POST', `/${id}/apply`)).status).toBe(202)
    const item = itemOf(await reaches(id, 'applied'), student)
    expect(item).toMatchObject({ status: 'applied', verdict: { code: 'student.updated' } })
    expect(await cityOf(student)).toBe('Ajloun')
    const [event] = await world.events('id = $1', [item?.event])
    expect(event).toMatchObject({ source: 'person', event_id: `plan:${id}:students:${student.id}` })
    expect((await ask('POST', `/${id}/apply`)).body.status).toBe('applied')
    expect((await ask('GET')).body.plans[0].id).toBe(id)
  })

  test('its items come in pages', async () => {
    for (let nr = 0; nr < 3; nr++) await world.student()
    const { id } = await create('students')
    const first = (await ask('GET', `/${id}?limit=2`)).body as PlanView
    const rest = (await ask('GET', `/${id}?limit=2&after=${first.next_after}`)).body as PlanView
    expect([first.items.length, rest.items.length, rest.next_after]).toEqual([2, 1, null])
  })

  test('what is wrong is named; another college sees nothing of it', async () => {
    expect(await ask('POST', '', { names: ['pupils'] })).toMatchObject({ status: 422, body: { field: 'names' } })
    expect(await ask('POST', '', { names: ['students'], ids: ['12'] })).toMatchObject({ status: 422, body: { field: 'ids' } })
    expect(await ask('POST', '', { names: ['students'], speed: 1 })).toMatchObject({ status: 400 })
    expect(await ask('GET', '/999999')).toMatchObject({ status: 404, body: { code: 'api.not_found' } })
    const { id } = await create('students')
    await world.manage('tenants', 'create', 'elsewhere', 'Elsewhere')
    const foreign = await world.manage('plan', 'show', String(id), '--tenant', 'elsewhere')
    expect(foreign.code).toBe(exit.notPossible)
  })
})
