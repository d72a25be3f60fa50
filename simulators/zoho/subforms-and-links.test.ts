import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dataOf, idIn, type RunningSimulator, runSimulator } from './running-simulator.ts'

let running: RunningSimulator
beforeEach(async () => {
  running = await runSimulator()
})
afterEach(() => running.stop())

type Rows = Record<string, unknown>[]

describe('subform rows', () => {
  const SUBFORM = 'Learning_Outcomes_Assessm'
  const rowsOf = async (id: string) => {
    const [grade] = dataOf(await running.call('GET', `/crm/v8/BTEC_Grades/${id}?fields=${SUBFORM}`))
    return grade?.[SUBFORM] as Rows
  }
  const update = (id: string, rows: unknown[]) =>
    running.call('PUT', `/crm/v8/BTEC_Grades/${id}`, { data: [{ [SUBFORM]: rows }], trigger: [] })
  const newGrade = async () =>
    idIn(
      await running.call('POST', '/crm/v8/BTEC_Grades', {
        data: [
          {
            Grade: 'P',
            [SUBFORM]: [
              { LO_Code: 'P1', LO_Score: '1' },
              { LO_Code: 'P2', LO_Score: '0' },
            ],
          },
        ],
      }),
    )

  test('a row without id is appended, with id updated, with _delete removed; the others stay', async () => {
    const id = await newGrade()
    const [first, second] = await rowsOf(id)
    await update(id, [{ id: first?.id, LO_Score: '0' }, { LO_Code: 'M1' }])
    expect((await rowsOf(id)).map((row) => [row.LO_Code, row.LO_Score])).toEqual([
      ['P1', '0'],
      ['P2', '0'],
      ['M1', null],
    ])
    await update(id, [{ id: second?.id, _delete: null }])
    expect((await rowsOf(id)).map((row) => row.LO_Code)).toEqual(['P1', 'M1'])
    await update(id, [])
    expect(await rowsOf(id)).toEqual([])
  })

  test('changing a row moves the Modified_Time of the parent', async () => {
    const id = await newGrade()
    running.clock.advance(60_000)
    await update(id, [{ LO_Code: 'D1' }])
    expect(running.simulator.records.get('BTEC_Grades', id)?.Modified_Time).toBe('2026-11-24T12:01:00+03:00')
  })

  test('mistakes name the row, and a row of another record is unknown', async () => {
    const id = await newGrade()
    const [foreign] = await rowsOf(await newGrade())
    expect(dataOf(await update(id, [{ LO_Code: 'P3' }, { LO_Code: 'x'.repeat(256) }]))[0]).toMatchObject({
      code: 'INVALID_DATA',
      details: { json_path: `$.data[0].${SUBFORM}[1].LO_Code` },
    })
    expect(dataOf(await update(id, [{ id: foreign?.id, LO_Code: 'P3' }]))[0]).toMatchObject({
      code: 'INVALID_DATA',
      details: { json_path: `$.data[0].${SUBFORM}[0].id` },
    })
    expect(
      dataOf(
        await update(
          id,
          Array.from({ length: 101 }, () => ({ LO_Code: 'P1' })),
        ),
      )[0],
    ).toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })

  test('the subform is a module of its own', async () => {
    const id = await newGrade()
    const rows = dataOf(await running.call('GET', `/crm/v8/${SUBFORM}?fields=Parent_Id,LO_Code`))
    expect(rows.map((row) => [(row.Parent_Id as { id: string }).id, row.LO_Code])).toEqual([
      [id, 'P2'],
      [id, 'P1'],
    ])
  })
})

describe('associations of students and classes', () => {
  const LINKS = '/crm/v8/BTEC_Enrollments'
  const someone = () => idIn0(running.simulator.records.put('BTEC_Students', { First_Name: 'Ada' }, 'function'))
  const aClass = () => idIn0(running.simulator.records.list('BTEC_Classes')[0])
  const idIn0 = (record: { id: string | number } | undefined) => String(record?.id)
  const enrol = (student: string, group: string) =>
    running.call('POST', LINKS, { data: [{ Enrolled_Students: { id: student }, Classes: { id: group } }], trigger: [] })
  type Association = { id: string; Enrolled_Students: { id: string } }
  const studentsOf = (group: string) => {
    const associations = running.simulator.records.get('BTEC_Classes', group)?.Enrolled_Students as Association[]
    return associations.map((each) => ({ link: each.id, student: each.Enrolled_Students.id }))
  }

  test('a pair exists once; a second attempt names the first', async () => {
    const [student, group] = [someone(), aClass()]
    const id = idIn(await enrol(student, group))
    expect(dataOf(await enrol(student, group))[0]).toMatchObject({
      code: 'DUPLICATE_LINKING_DATA',
      details: { id, linking_fields: ['Classes', 'Enrolled_Students'] },
    })
    expect(studentsOf(group)).toContainEqual({ link: id, student })
  })

  test('both sides are mandatory', async () => {
    const answer = await running.call('POST', LINKS, { data: [{ Classes: { id: aClass() } }] })
    expect(dataOf(answer)[0]).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'Enrolled_Students' } })
  })

  test('the class can be edited instead', async () => {
    const [student, group] = [someone(), aClass()]
    const edit = (rows: unknown[]) =>
      running.call('PUT', `/crm/v8/BTEC_Classes/${group}`, { data: [{ Enrolled_Students: rows }] })
    await edit([{ Enrolled_Students: { id: student } }])
    const link = studentsOf(group).find((each) => each.student === student)?.link ?? ''
    expect((await running.call('GET', `${LINKS}/${link}`)).status).toBe(200)
    await edit([{ id: link, _delete: null }])
    expect((await running.call('GET', `${LINKS}/${link}`)).status).toBe(204)
    expect(dataOf(await running.call('GET', `${LINKS}/deleted`))[0]).toMatchObject({ id: link })
  })

  test.each([
    ['BTEC_Students', 'Classes'],
    ['BTEC_Classes', 'Enrolled_Students'],
  ])('a person adds and takes away on %s; only its own rule hears of it', async (module, field) => {
    const [student, group] = [someone(), aClass()]
    const [own, other] = module === 'BTEC_Students' ? [student, group] : [group, student]
    running.simulator.setWebhookTarget({ url: 'http://127.0.0.1:1', token: 'a-token' })
    const pair = () =>
      running.simulator.records.list('BTEC_Enrollments').find((each) => (each.Enrolled_Students as { id: string }).id === student)
    running.simulator.records.patch(module, own, { [field]: [{ [field]: { id: other } }] }, 'human')
    const link = idIn0(pair())
    expect(pair()).toMatchObject({ Classes: { id: group } })
    running.simulator.records.patch(module, own, { [field]: [{ id: link, _delete: null }] }, 'human')
    expect(pair()).toBeUndefined()
    expect(dataOf(await running.call('GET', `${LINKS}/deleted`)).map((each) => each.id)).toContain(link)
    await running.simulator.drained()
    const heard = (
      (await running.call('GET', '/crm/v8/settings/automation/webhook_failures')).body as {
        webhook_failures: { webhook: { name: string } }[]
      }
    ).webhook_failures.map((each) => each.webhook.name)
    expect(heard).toEqual(Array.from({ length: 2 }, () => `Campusbridge - ${module} - upsert`))
  })

  test("another record's association cannot be taken away", async () => {
    const [student, other, group] = [someone(), someone(), aClass()]
    const link = idIn(await enrol(student, group))
    const answer = await running.call('PUT', `/crm/v8/BTEC_Students/${other}`, {
      data: [{ Classes: [{ id: link, _delete: null }] }],
    })
    expect(dataOf(answer)[0]).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.data[0].Classes[0].id' } })
    expect((await running.call('GET', `${LINKS}/${link}`)).status).toBe(200)
  })

  test('deleting the student ends the associations', async () => {
    const [student, group] = [someone(), aClass()]
    const link = idIn(await enrol(student, group))
    running.simulator.records.remove('BTEC_Students', student, 'human')
    expect((await running.call('GET', `${LINKS}/${link}`)).status).toBe(204)
    running.simulator.restoreDeleted('BTEC_Students', student)
    expect((await running.call('GET', `${LINKS}/${link}`)).status).toBe(200)
  })

  test('the module tells no times, unless the organisation shows them', async () => {
    const sorted = () => running.call('GET', `${LINKS}?fields=Modified_Time&sort_by=Modified_Time`)
    const since = () => running.call('GET', `${LINKS}?fields=id`, undefined, { 'if-modified-since': '2026-01-01T00:00:00Z' })
    expect([await sorted(), await since()]).toMatchObject([{ status: 400 }, { status: 400, body: { code: 'INVALID_DATA' } }])
    running.simulator.behave({ linkingTellsTime: true })
    expect([await sorted(), await since()]).toMatchObject([{ status: 200 }, { status: 200 }])
  })
})
