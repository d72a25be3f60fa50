import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createZohoWorld, moodleId, students, type ZohoWorld } from '../../../test/zoho-world.ts'
import { zohoId } from '../../domain/ids.ts'

type Answer = { status: number; body?: unknown; page?: string; headers?: Record<string, string> }

/** What the simulator never says and Zoho, or something in front of it, might: a server that answers as each test likes. */
let answer: (method: string, url: string) => Answer
let world: ZohoWorld
let server: Server
let apiUrl: string

beforeAll(async () => {
  world = await createZohoWorld()
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { status, body, page, headers = {} } = answer(request.method ?? '', request.url ?? '')
      response.writeHead(status, headers).end(page ?? (body === undefined ? '' : JSON.stringify(body)))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => world.reset())
afterAll(async () => {
  await world.stop()
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const id = zohoId('5725767000000100001')
const other = zohoId('5725767000000100014')
const refusal = (code: string, details = {}) => ({ code, details, message: '', status: 'error' })
const wireStudent = {
  id,
  First_Name: 'Deniz',
  Last_Name: 'Kaya',
  Academic_Email: 'deniz@college.example',
  City: null,
  Country: null,
  Status: 'Active',
  Student_Moodle_ID: null,
  Modified_Time: '2026-11-01T10:00:00+03:00',
}

describe('answers out of the ordinary', () => {
  test('an unknown id that is called invalid is as missing as an empty 204', async () => {
    answer = (_method, url) => {
      if (url.includes('/deleted')) return { status: 200, body: { data: [{ id }], info: { more_records: true } } }
      return url.includes(id) ? { status: 400, body: refusal('INVALID_DATA', { resource_path_index: 1 }) } : { status: 204 }
    }
    const { zoho } = world.connect({ apiUrl })
    expect(await zoho.absences('BTEC_Students', [id])).toEqual(new Map([[id, 'gone']]))
  })

  test('a deleted list that goes no further leaves the rest unlisted', async () => {
    answer = (_method, url) => {
      if (!url.includes('/deleted')) return { status: 204 }
      if (url.includes('page=11')) return { status: 400, body: refusal('DISCRETE_PAGINATION_LIMIT_EXCEEDED') }
      return { status: 200, body: { data: [{ id: other }], info: { more_records: true } } }
    }
    const { zoho, calls } = world.connect({ apiUrl })
    expect(await zoho.absences('BTEC_Students', [id])).toEqual(new Map([[id, 'unlisted']]))
    expect(calls.filter((call) => call.function.endsWith('/deleted'))).toHaveLength(11)
  })

  test('pages that do not move on end the reading', async () => {
    answer = () => ({ status: 200, body: { data: [wireStudent], info: { more_records: true } } })
    const pages = world.connect({ apiUrl }).zoho.allRecords(students)[Symbol.asyncIterator]()
    expect(await pages.next()).toMatchObject({ done: false, value: [{ id }] })
    await expect(pages.next()).rejects.toMatchObject({ code: 'zoho.answer_not_understood', params: { field: 'order by id' } })
  })

  test('an answer to a write that leaves a record out is not guessed at', async () => {
    answer = () => ({ status: 200, body: { data: [{ code: 'SUCCESS', status: 'success', details: { id } }] } })
    const changes = [id, other].map((student) => moodleId(student, '1'))
    await expect(world.connect({ apiUrl }).zoho.updateRecords(changes)).rejects.toMatchObject({
      code: 'zoho.answer_not_understood',
    })
  })

  test.each([
    [200, 'SUCCESS', { outcome: 'done' }],
    [202, 'RECORD_LOCKED', { outcome: 'refused', error: { code: 'zoho.record_locked' } }],
    [412, 'ALREADY_MODIFIED', { outcome: 'refused', error: { code: 'zoho.record_moved' } }],
  ])('a write is judged record by record, with HTTP %i', async (status, code, written) => {
    answer = () => ({ status, body: { data: [{ code, status: code === 'SUCCESS' ? 'success' : 'error', details: {} }] } })
    const { zoho } = world.connect({ apiUrl })
    expect(await zoho.updateRecords([moodleId(id, '1')])).toMatchObject([written])
  })

  test('a lost permission to write is nobody’s own fault', async () => {
    answer = () => ({ status: 400, body: { data: [refusal('NO_PERMISSION')] } })
    const { zoho } = world.connect({ apiUrl })
    await expect(zoho.updateRecords([moodleId(id, '1')])).rejects.toMatchObject({
      code: 'zoho.no_permission',
    })
  })

  test('a page in front of Zoho is no answer, and a redirect is not followed', async () => {
    answer = () => ({ status: 200, page: '<html>Maintenance</html>' })
    const { zoho } = world.connect({ apiUrl })
    await expect(zoho.records(students, [id])).rejects.toMatchObject({ code: 'zoho.unreachable', params: { reason: 'HTTP 200' } })
    answer = () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' } })
    await expect(zoho.org()).rejects.toMatchObject({ code: 'zoho.unreachable', params: { reason: 'HTTP 302' } })
  })

  test('a refusal with HTTP 200 is a refusal, and "not modified" is nothing', async () => {
    answer = () => ({ status: 200, body: refusal('INVALID_MODULE') })
    const { zoho } = world.connect({ apiUrl })
    await expect(zoho.records(students, [id])).rejects.toMatchObject({
      code: 'zoho.module_missing',
      params: { module: 'BTEC_Students' },
    })
    answer = () => ({ status: 304 })
    expect(await zoho.records(students, [id])).toEqual(new Map())
  })

  test('the request id is remembered where there is one', async () => {
    answer = () => ({
      status: 200,
      headers: { 'x-request-id': 'abc-1' },
      body: { org: [{ company_name: 'A college', zgid: 7, time_zone: null }] },
    })
    const { zoho, calls } = world.connect({ apiUrl })
    expect(await zoho.org()).toEqual({ name: 'A college', zgid: '7', timeZone: '' })
    expect(calls.at(-1)).toMatchObject({ function: 'GET /crm/v8/org', requestId: 'abc-1' })
  })
})
