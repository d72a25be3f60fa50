import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, createUser, leave, newZohoId, now, one } from './plugin-site.ts'

afterAll(leave)

let userid: number
beforeAll(async () => {
  userid = await createUser('student')
})

/** Each kind of record: the function, a right item, one change of it, and fields that are wrong. */
const kinds = [
  {
    name: 'set_registrations',
    item: () => ({
      zohoid: newZohoId(),
      student: newZohoId(),
      userid,
      programme: 'Business',
      level: '3',
      status: 'Active',
      start_date: '2026-09-01',
    }),
    change: { status: 'Completed' },
    wrong: [
      ['programme', { programme: '' }],
      ['start_date', { start_date: '2026-13-01' }],
      ['student', { student: '5' }],
      ['userid', { userid: 999_999_999 }],
    ],
  },
  {
    name: 'set_profiles',
    item: () => ({ zohoid: newZohoId(), userid, student_id: 'S-1001', email: 'student@example.com' }),
    change: { student_id: 'S-1002' },
    wrong: [
      ['email', { email: 'nobody' }],
      ['student_id', { student_id: 'x'.repeat(101) }],
      ['userid', { userid: 'x' }],
    ],
  },
  {
    name: 'set_classes',
    item: () => ({
      zohoid: newZohoId(),
      name: 'Unit 1, group A',
      unit_code: 'U1',
      unit_name: 'Exploring business',
      status: 'Active',
    }),
    change: { status: 'Closed' },
    wrong: [
      ['name', { name: '' }],
      ['courseid', { courseid: 999_999_999 }],
      ['end_date', { end_date: 'soon' }],
    ],
  },
  {
    name: 'set_grades',
    item: () => ({
      zohoid: newZohoId(),
      userid,
      unit_code: 'U1',
      unit_name: 'Exploring business',
      result: 'M',
      status: 'Released',
      attempt: 1,
      date: '2026-11-20',
      criteria: [
        { code: 'P1', met: true },
        { code: 'M1', met: true },
        { code: 'D1', met: false },
      ],
      feedback: 'Clear and complete.',
      explanation: 'Merit: P1 and M1 met, D1 missing',
    }),
    change: { result: 'D' },
    wrong: [
      ['result', { result: 'Merit' }],
      ['status', { status: 'Done' }],
      ['attempt', { attempt: -1 }],
      ['criteria', { criteria: [{ code: 'P1', met: 'yes' }] }],
      ['unit_name', { unit_name: '' }],
    ],
  },
] satisfies { name: string; item: () => object; change: object; wrong: [string, object][] }[]

describe.each(kinds)('$name', ({ name, item, change, wrong }) => {
  const set = (record: object) => one(`local_campusbridge_${name}`, record)

  test('creates, leaves alone, updates, and does not go back in time', async () => {
    const record = item()
    const began = now()
    expect(await set({ ...record, as_of: began })).toMatchObject({ status: 'created', zohoid: record.zohoid })
    expect(await set({ ...record, as_of: began + 1 })).toMatchObject({ status: 'skipped' })
    expect(await set({ ...record, ...change, as_of: began + 2 })).toMatchObject({ status: 'updated' })
    expect(await set({ ...record, as_of: began })).toMatchObject({ status: 'stale' })
  })

  test.each([...wrong, ['zohoid', { zohoid: '1' }], ['as_of', { as_of: 1_700_000_000 }], ['unknown', { unknown: 1 }]] as [
    string,
    object,
  ][])('refuses a wrong %s: %j', async (field, differing) => {
    const result = await set({ ...item(), as_of: now(), ...differing })
    expect(result).toMatchObject({
      status: 'refused',
      field: expect.stringContaining(field),
      message: expect.stringContaining(field),
    })
  })
})

describe('delete_registrations', () => {
  test('deletes what is there, and an older item does not bring it back', async () => {
    const began = now()
    const record = { zohoid: newZohoId(), student: newZohoId(), userid, programme: 'Business', as_of: began }
    await one('local_campusbridge_set_registrations', record)
    const deletion = { zohoid: record.zohoid, as_of: began + 1 }
    expect((await one('local_campusbridge_delete_registrations', deletion)).status).toMatch(/^(deleted|updated)$/)
    expect(await one('local_campusbridge_delete_registrations', { ...deletion, as_of: began + 2 })).toMatchObject({
      status: 'skipped',
    })
    expect(await one('local_campusbridge_set_registrations', record)).toMatchObject({ status: 'stale' })
  })
})

describe('set_dashboard_config', () => {
  test('switches a section, leaves the others as they are, and does not go back in time', async () => {
    const set = (config: Record<string, boolean>, as_of: number) =>
      call<{ status: string }>('local_campusbridge_set_dashboard_config', { config, as_of })
    const began = now()
    await set({ show_attendance: false }, began)
    expect(await set({ show_attendance: true }, began + 1)).toEqual({ status: 'updated' })
    expect(await set({ show_attendance: true }, began + 2)).toEqual({ status: 'skipped' })
    expect(await set({ show_attendance: true }, began)).toEqual({ status: 'stale' })
    expect(await set({ show_attendance: false }, began + 3)).toEqual({ status: 'updated' })
  })
})
