import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Person, personWithPassword } from './course.ts'
import { ajaxOfNobody, logIn, type Session } from './moodle-session.ts'
import { address, call, leave, newZohoId, now, one, type Refusal } from './plugin-site.ts'

/**
 * What local_student_dashboard gives to pages and to the Moodle app. The calls are made as those make them: by the student, with a session
 * or with a token that Moodle gives the student for the app. The service's own token has no part in it.
 */

const NAME = 'local_student_dashboard_get_section'

type Section = { section: string; title: string; state: string; html: string }

const sectionOf = (session: Session, section: string) => session.ajax<Section>(NAME, { section })

/** Whether the site offers the Moodle app's service, which it says to everybody. */
const { enablemobilewebservice } = await ajaxOfNobody<{ enablemobilewebservice: number }>('tool_mobile_get_public_config', {})

let student: Person
let own: Session
let others: Session

beforeAll(async () => {
  student = await personWithPassword('student')
  const other = await personWithPassword('other')
  const userid = student.userid
  const record = { zohoid: newZohoId(), userid }
  const grade = { userid, attempt: 1, criteria: [{ code: 'P1', met: true }] }
  const sent = [
    await one('local_campusbridge_set_profiles', { ...record, student_id: 'S-77001', as_of: now() }),
    await one('local_campusbridge_set_registrations', {
      ...{ zohoid: newZohoId(), student: record.zohoid, userid, programme: 'Dashboard studies', status: 'Active', as_of: now() },
    }),
    await one('local_campusbridge_set_finance', {
      ...record,
      currency: 'USD',
      net_amount: '1234.50',
      instalments: [{ number: 1, due_date: '2031-01-31', amount: '1234.50', currency: 'USD' }],
      payments: [],
      as_of: now(),
    }),
    await one('local_campusbridge_set_grades', {
      ...grade,
      ...{ zohoid: newZohoId(), unit_name: 'A released unit', result: 'M', status: 'Released', as_of: now() },
    }),
    await one('local_campusbridge_set_grades', {
      ...grade,
      ...{ zohoid: newZohoId(), unit_name: 'A hidden unit', result: 'D', status: 'In review', as_of: now() },
    }),
  ]
  expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 'created'))
  own = await logIn(student.username, student.password)
  others = await logIn(other.username, other.password)
})

afterAll(leave)

describe('get_section', () => {
  test.each([
    ['profile', /S-77001/],
    ['registrations', /Dashboard studies/],
    ['finance', /1,234\.50/],
    ['payments', /1,234\.50/],
    ['grades', /A released unit/],
  ])('shows a student the own %s', async (section, words) => {
    const shown = await sectionOf(own, section)
    expect(shown).toMatchObject({ section, state: 'shown', title: expect.stringMatching(/\S/) })
    expect(shown.html).toMatch(words)
    expect((await sectionOf(others, section)).html).not.toMatch(words)
  })

  test('shows released results only', async () => {
    expect((await sectionOf(own, 'grades')).html).not.toContain('A hidden unit')
  })

  test('names no other student', async () => {
    await expect(others.ajax(NAME, { section: 'profile', userid: student.userid })).rejects.toThrow('invalidparameter')
  })

  test.each(['nothing', 'PROFILE', ''])('refuses the section "%s"', async (section) => {
    await expect(sectionOf(own, section)).rejects.toThrow('invalidparameter')
  })

  test('refuses whoever is not logged in', async () => {
    await expect(ajaxOfNobody(NAME, { section: 'profile' }, 'service.php')).rejects.toThrow(/servicerequireslogin|sesskey/)
    await expect(ajaxOfNobody(NAME, { section: 'profile' })).rejects.toThrow(/servicerequireslogin|sesskey/)
  })

  test("is not in the service of the bridge, whose token opens nobody's dashboard", async () => {
    expect(await call<Refusal>(NAME, { section: 'profile' })).toMatchObject({ exception: expect.stringMatching(/access/) })
  })

  test.skipIf(!enablemobilewebservice)('shows a student the same in the app, by a token of their own', async () => {
    const { username, password } = student
    const query = new URLSearchParams({ username, password, service: 'moodle_mobile_app' })
    const answer = await fetch(`${address()}/login/token.php`, { method: 'POST', body: query })
    const { token } = (await answer.json()) as { token: string }
    expect(await call<Section>(NAME, { section: 'grades' }, token)).toMatchObject({
      state: 'shown',
      html: expect.stringContaining('A released unit'),
    })
    expect(await call<Refusal>('local_campusbridge_get_finance', { zohoids: [newZohoId()] }, token)).toMatchObject({
      exception: expect.stringMatching(/access/),
    })
  })
})
