import { expect, test } from 'vitest'
import { college } from './college.ts'
import { runSimulator } from './zoho/running-simulator.ts'

const running = await runSimulator()
const { simulator } = running
await running.stop()

type Fields = Record<string, unknown>
const all = (module: string): Fields[] => simulator.records.list(module)
const idBehind = (lookup: unknown) => (lookup as { id: string } | null)?.id

test('every record of the college stands in the simulator, and what it points to is there', () => {
  const ids = college.flatMap(([, records]) => records.map((each) => each.id))
  expect(new Set(ids).size).toBe(ids.length)
  const expected = new Map<string, number>()
  for (const [module, records] of college) expected.set(module, (expected.get(module) ?? 0) + records.length)
  for (const [module, count] of expected) expect([module, all(module).length]).toEqual([module, count])
  for (const each of all('BTEC_Enrollments'))
    expect([idBehind(each.Classes), idBehind(each.Enrolled_Students)]).not.toContain(undefined)
})

test('every address is invented', () => {
  const addresses = JSON.stringify(college).match(/[^"\s]+@[^"\s]+/g) ?? []
  expect(addresses.length).toBeGreaterThan(100)
  expect(addresses.filter((each) => !/@college(\.example)?$/i.test(each))).toEqual([])
})

test('no pair of student and class is enrolled twice', () => {
  const pairs = all('BTEC_Enrollments').map((each) => `${idBehind(each.Classes)} ${idBehind(each.Enrolled_Students)}`)
  expect(new Set(pairs).size).toBe(pairs.length)
})

test('units have twenty pass criteria, nine merits and six distinctions, a gap, and none at all', () => {
  const criteria = (unit: Fields): string[] => {
    const rows = unit.BTEC_Grading_Template_P1 as Fields[]
    return [unit, ...rows].flatMap((each) =>
      Object.entries(each).flatMap(([name, text]) =>
        /^[PMD]\d+_description$/.test(name) && text !== null ? name.slice(0, -12) : [],
      ),
    )
  }
  const templates = all('BTEC').map((unit) => new Set(criteria(unit)))
  expect(
    templates.some((each) => Array.from({ length: 20 }, (_, index) => `P${index + 1}`).every((code) => each.has(code))),
  ).toBe(true)
  expect(templates.some((each) => each.has('M9') && each.has('D6'))).toBe(true)
  expect(templates.some((each) => each.has('P2') && each.has('P4') && !each.has('P3'))).toBe(true)
  expect(templates.some((each) => each.size === 0)).toBe(true)
})

test('classes stand in every status, in both spellings, and lack what classes lack', () => {
  const classes = all('BTEC_Classes')
  const statuses = new Set(classes.map((each) => each.Class_Status))
  expect([...statuses].map(String).sort()).toEqual([
    'Active',
    'Completed',
    'End',
    'Final Evaluation',
    'Initial Evaluation',
    'Pending',
    'Waiting Assessment',
    'Waiting Reassessment',
    'Waiting Resubmission',
    'Waiting Submission',
    'null',
  ])
  expect(classes.filter((each) => each.Class_Short_Name === null)).toHaveLength(1)
  expect(classes.filter((each) => each.Teacher === null)).toHaveLength(1)
  const shortNames = classes.flatMap((each) => each.Class_Short_Name ?? [])
  expect(shortNames.length - new Set(shortNames).size).toBe(1)
})

test('students pay by old fields, by a schedule, in another currency; one payment is void, one deleted', async () => {
  const oldStyle = all('BTEC_Students').filter((each) => each.Scholarship !== null)
  expect(oldStyle).toHaveLength(5)
  expect(oldStyle.some((each) => each.st_Payment !== null && each.th_Payment4 !== null && each.th_Payment_Date4 !== null)).toBe(
    true,
  )
  const schedules = all('BTEC_Registrations').map((each) => (each.Payment_Schedule as Fields[]).length)
  expect([...new Set(schedules)].sort()).toEqual([0, 4])
  const students = new Map(all('BTEC_Students').map((each) => [each.id, each.Currency]))
  const foreign = all('BTEC_Payments').filter((each) => students.get(idBehind(each.Student_ID)) !== each.Currency)
  expect(foreign.map((each) => each.Currency)).toEqual(['GBP'])
  expect(all('BTEC_Payments').filter((each) => String(each.Note).startsWith('VOID'))).toHaveLength(1)
  const again = await runSimulator()
  expect((await again.call('GET', '/crm/v8/BTEC_Payments/deleted')).body).toMatchObject({ data: [{ type: 'recycle' }] })
  await again.stop()
})

test('there are enrolments of every type, and of none', () => {
  expect(new Set(all('BTEC_Enrollments').map((each) => each.Enrollment_Type))).toEqual(
    new Set(['Normal', 'Recording', 'Self-Study', 'Not Graded', null]),
  )
})

test('some students have a photo, some an attachment', async () => {
  const again = await runSimulator()
  const has = async (index: number, part: string) =>
    (
      await fetch(`${again.origin}/crm/v8/BTEC_Students/${all('BTEC_Students')[index]?.id}/${part}`, {
        headers: { authorization: `Zoho-oauthtoken ${await again.token()}` },
      })
    ).status
  expect([await has(0, 'photo'), await has(1, 'photo'), await has(2, 'Attachments?fields=id')]).toEqual([200, 204, 200])
  await again.stop()
})
