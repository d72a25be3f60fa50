import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createZohoWorld, moodleId, students, type ZohoWorld } from '../../../test/zoho-world.ts'
import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { type ZohoId, zohoId } from '../../domain/ids.ts'
import type { ZohoRecord } from '../../ports/zoho.ts'

let world: ZohoWorld
beforeAll(async () => {
  world = await createZohoWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const stranger = zohoId('5725767000999999999')
const records = () => world.simulators.systems.zoho.records

function studentAt(index: number): ZohoId {
  const id = world.students()[index]
  if (id === undefined) throw new Error('The college has no such student')
  return id
}
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable('This should have failed'),
    (error: unknown) => error,
  )
async function collect(pages: AsyncIterable<ZohoRecord[]>): Promise<ZohoRecord[][]> {
  const collected: ZohoRecord[][] = []
  for await (const page of pages) collected.push(page)
  return collected
}
const patch = (id: ZohoId, fields: Record<string, unknown>) => records().patch('BTEC_Students', id, fields, 'function')

describe('reading records', () => {
  test('by id: those that are there, in our words, in one call', async () => {
    const { zoho, calls } = world.connect()
    const ids = [...world.students().slice(0, 40), stranger]
    patch(studentAt(0), { City: '  Izmir ', Student_Moodle_ID: null })
    const found = await zoho.records(students, ids)
    expect(found.size).toBe(40)
    expect(found.has(stranger)).toBe(false)
    const wire = records().get('BTEC_Students', studentAt(0))
    expect(found.get(studentAt(0))).toEqual({
      id: studentAt(0),
      values: {
        id: studentAt(0),
        First_Name: wire?.First_Name,
        Academic_Email: wire?.Academic_Email,
        City: '  Izmir ',
        Country: wire?.Country,
        Status: wire?.Status,
        Student_Moodle_ID: null,
        Modified_Time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
      },
    })
    expect(calls.filter((call) => call.function === 'GET /crm/v8/BTEC_Students')).toMatchObject([{ status: 200, credits: 1 }])
  })

  test('none of them there, and none asked for', async () => {
    const { zoho, calls } = world.connect()
    expect(await zoho.records(students, [stranger])).toEqual(new Map())
    const before = calls.length
    expect(await zoho.records(students, [])).toEqual(new Map())
    expect(calls).toHaveLength(before)
  })

  test('all of them in the order of their ids, page by page, and from the middle on', async () => {
    const { zoho } = world.connect({ pageSize: 25 })
    const everyone = world.students()
    const pages = await collect(zoho.allRecords(students))
    expect(pages.map((page) => page.length)).toEqual([25, 25, everyone.length - 50])
    expect(pages.flat().map(({ id }) => id)).toEqual(everyone)
    const rest = await collect(zoho.allRecords(students, studentAt(29)))
    expect(rest.flat().map(({ id }) => id)).toEqual(everyone.slice(30))
  })

  test('all of them through the list where there is no COQL, also from the middle on', async () => {
    const scopes = ['ZohoCRM.modules.custom.READ']
    world.simulators.systems.zoho.addConsent({ refreshToken: '1000.no.coql', scopes })
    const { zoho } = world.connect({ refreshToken: '1000.no.coql' })
    for (let index = 0; index < 150; index += 1) {
      const names = { First_Name: 'Deniz', Last_Name: `Number ${index}` }
      records().put('BTEC_Students', { ...names, Academic_Email: `deniz.${index}@college.example` }, 'function')
    }
    const everyone = world.students()
    const pages = await collect(zoho.allRecords(students))
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.flat().map(({ id }) => id)).toEqual(everyone)
    expect((await collect(zoho.allRecords(students, studentAt(9)))).flat().map(({ id }) => id)).toEqual(everyone.slice(10))
  })

  test('by academic e-mail, whatever the case, and only whole matches', async () => {
    const { zoho } = world.connect()
    patch(studentAt(3), { Academic_Email: 'three@college.example' })
    patch(studentAt(4), { Academic_Email: 'three@college.example.org' })
    const found = await zoho.recordsWhere(students, 'Academic_Email', [
      'THREE@College.example',
      'nobody@college.example',
      '',
      'a\\b@college.example',
    ])
    expect(found.map(({ id }) => id)).toEqual([studentAt(3)])
    expect(await zoho.recordsWhere(students, 'Academic_Email', [''])).toEqual([])
  })

  test('never asks for a sensitive field, and always names its fields', async () => {
    const { zoho } = world.connect()
    await zoho.records(students, world.students())
    await collect(zoho.allRecords(students))
    await zoho.recordsWhere(students, 'Academic_Email', ['three@college.example'])
    await zoho.absences('BTEC_Students', [studentAt(0), stranger])
    const asked = await world.asked('/crm/v8/')
    expect(asked.length).toBeGreaterThan(5)
    for (const { url, body } of asked) expect(`${url} ${body}`).not.toMatch(/Academic_Password|Passport_Number|National_Number/)
    const reads = asked.filter(({ operation }) => operation.startsWith('GET') && !operation.endsWith('/deleted'))
    for (const { url } of reads) expect(url).toContain('fields=')
  })
})

describe('records that are missing', () => {
  test('are gone when the deleted list names them, unlisted when it does not, and absent when they can be read', async () => {
    const { zoho, calls } = world.connect()
    const [here, deleted] = [studentAt(0), studentAt(1)]
    records().remove('BTEC_Students', deleted, 'human')
    expect(await zoho.absences('BTEC_Students', [here, deleted, stranger])).toEqual(
      new Map([
        [deleted, 'gone'],
        [stranger, 'unlisted'],
      ]),
    )
    expect(calls.filter((call) => call.function.endsWith('/deleted'))).toMatchObject([{ credits: 2 }])
  })

  test('are looked for no further than needed', async () => {
    const { zoho, calls } = world.connect()
    await zoho.absences('BTEC_Students', [studentAt(0)])
    expect(calls.some((call) => call.function.endsWith('/deleted'))).toBe(false)
  })
})

describe('writing fields', () => {
  test('settles each record by itself, in order, and fires nothing', async () => {
    const { zoho } = world.connect()
    const written = await zoho.updateRecords([
      moodleId(studentAt(0), '101'),
      moodleId(stranger, '102'),
      moodleId(studentAt(1), '1'.repeat(300)),
      moodleId(studentAt(2), '104'),
    ])
    expect(written).toMatchObject([
      { outcome: 'done' },
      { outcome: 'refused', error: { code: 'zoho.record_moved' } },
      {
        outcome: 'refused',
        error: {
          code: 'zoho.record_refused',
          params: { module: 'BTEC_Students', record: studentAt(1), reason: 'INVALID_DATA (Student_Moodle_ID)' },
        },
      },
      { outcome: 'done' },
    ])
    expect(records().get('BTEC_Students', studentAt(2))).toMatchObject({ Student_Moodle_ID: '104' })
    const [put] = await world.asked('PUT')
    expect(put).toMatchObject({ status: 207 })
    expect(JSON.parse(put?.body ?? '')).toMatchObject({
      trigger: [],
      data: [{ id: studentAt(0), Student_Moodle_ID: '101' }, {}, {}, {}],
    })
  })

  test('all refused is an answer for each, too; an empty id clears the field', async () => {
    const { zoho } = world.connect()
    expect(await zoho.updateRecords([moodleId(stranger, '1')])).toMatchObject([
      { outcome: 'refused', error: { code: 'zoho.record_moved' } },
    ])
    patch(studentAt(0), { Student_Moodle_ID: '7' })
    await zoho.updateRecords([moodleId(studentAt(0), '', '7')])
    expect(records().get('BTEC_Students', studentAt(0))).toMatchObject({ Student_Moodle_ID: null })
    expect(await zoho.updateRecords([])).toEqual([])
  })

  test('a hundred to a call, each ten of them a credit', async () => {
    const { zoho, calls } = world.connect()
    const changes = Array.from({ length: 103 }, (_, index) => moodleId(studentAt(index % 60), String(index)))
    const written = await zoho.updateRecords(changes)
    expect(written.map(({ outcome }) => outcome)).toEqual(changes.map(() => 'done'))
    expect(calls.filter((call) => call.function.startsWith('PUT')).map(({ credits }) => credits)).toEqual([10, 1])
  })

  test.each(['refuse', 'lose', '500', '429'] as const)('is not repeated blindly (%s)', async (how) => {
    const { zoho } = world.connect()
    await world.fault({ match: 'PUT', how })
    const error = await failureOf(zoho.updateRecords([moodleId(studentAt(0), '5')]))
    expect(error).toBeInstanceOf(RetryLaterError)
    expect(error).toMatchObject({ code: how === '429' ? 'zoho.busy' : 'zoho.unreachable', system: 'zoho' })
    expect(await world.asked('PUT')).toHaveLength(1)
  })
})

describe('troubles on the way', () => {
  test.each(['refuse', 'lose', '500', '429'] as const)('a read gets over two of them by itself (%s)', async (how) => {
    const { zoho, calls } = world.connect()
    await world.fault({ match: 'BTEC_Students', how, times: 2 })
    expect((await zoho.records(students, [studentAt(0)])).size).toBe(1)
    const reads = calls.filter((call) => call.function === 'GET /crm/v8/BTEC_Students')
    expect(reads).toHaveLength(3)
    expect(reads.at(-1)).toMatchObject({ status: 200 })
    expect(reads[0]).toMatchObject(
      { refuse: { status: 0 }, lose: { status: 0 }, 500: { status: 500, errorCode: 'INTERNAL_ERROR' }, 429: { status: 429 } }[
        how
      ],
    )
  })

  test('more than that is left to the queue', async () => {
    const { zoho } = world.connect({ timeoutMs: 100 })
    await world.fault({ match: 'BTEC_Students', how: 'hang', times: 5, ms: 10_000 })
    expect(await failureOf(zoho.records(students, [studentAt(0)]))).toMatchObject({
      code: 'zoho.unreachable',
      params: { reason: 'timeout' },
      system: 'zoho',
    })
    expect(await world.asked('BTEC_Students')).toHaveLength(3)
  })

  test('spent credits hold the connection, and what is left is shown', async () => {
    const { zoho, connection } = world.connect()
    world.simulators.systems.zoho.behave({ creditsPerDay: 4 })
    for (let spent = 0; spent < 4; spent += 1) await zoho.org()
    const error = await failureOf(zoho.org())
    expect(error).toBeInstanceOf(SystemHeldError)
    expect(error).toMatchObject({ code: 'zoho.credits_spent', retryAfterMs: 900_000 })
    expect((await connection.state()).creditsRemaining).toBe(0)
    const other = world.connect()
    await expect.poll(async () => (await other.connection.state()).creditsRemaining).toBe(2)
  })
})

describe('the limit of calls in flight', () => {
  test('is shared by all processes', async () => {
    await world.control('PUT', '/pace', { system: 'zoho', perCallMs: 30 })
    world.simulators.systems.zoho.behave({ concurrency: 8, subConcurrency: 4 })
    try {
      const processes = [1, 2].map(() => world.connect({ liveProcesses: async () => 2 }))
      await Promise.all(
        processes.flatMap(({ zoho, port }) => [
          ...world
            .students()
            .slice(0, 12)
            .map((id) => zoho.records(students, [id])),
          ...[1, 2, 3, 4].map(() => port('bulk').recordsWhere(students, 'Academic_Email', ['three@college.example'])),
        ]),
      )
      expect((await world.asked('/crm/v8/')).filter(({ status }) => status === 429)).toEqual([])
    } finally {
      world.simulators.systems.zoho.behave({ concurrency: 20, subConcurrency: 10 })
    }
  })
})

describe('the connection', () => {
  test('says which organisation it reaches, for one credit', async () => {
    const { zoho, connection, calls } = world.connect()
    expect(await zoho.org()).toEqual({ name: expect.any(String), zgid: expect.any(String), timeZone: 'Europe/Istanbul' })
    await expect(connection.probe()).resolves.toBeUndefined()
    expect(calls.map((call) => [call.function, call.status])).toEqual([
      ['POST /oauth/v2/token', 200],
      ['GET /crm/v8/org', 200],
    ])
  })
})
