import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataOf, infoOf, type RunningSimulator, runSimulator } from './running-simulator.ts'
import { DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET } from './zoho.ts'

let running: RunningSimulator
let student: string
beforeEach(async () => {
  running = await runSimulator()
  student = String(running.simulator.records.put('BTEC_Students', { First_Name: 'Ada' }, 'function').id)
  running.clock.advance(60_000)
})
afterEach(() => running.stop())

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0x0d, 0x0a, 0x2d, 0x2d])
const photoOf = (id: string) => `/crm/v8/BTEC_Students/${id}/photo`

/** `call` reads JSON; a download has other bytes. */
const download = async (path: string) => {
  const authorization = `Zoho-oauthtoken ${await running.token()}`
  const answer = await fetch(`${running.origin}${path}`, { headers: { authorization } })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}
const upload = async (id: string, bytes: Buffer, query = '') => {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)]), 'Ada Lovelace.png')
  const authorization = `Zoho-oauthtoken ${await running.token()}`
  const answer = await fetch(`${running.origin}${photoOf(id)}${query}`, {
    method: 'POST',
    headers: { authorization },
    body: form,
  })
  return { status: answer.status, body: await answer.json() }
}
const modified = () => running.simulator.records.get('BTEC_Students', student)?.Modified_Time

test('a record without a photo answers 204, with one its very bytes, and 204 again when it is gone', async () => {
  expect(await download(photoOf(student))).toMatchObject({ status: 204, bytes: Buffer.alloc(0) })
  expect(await upload(student, png)).toMatchObject({ status: 200, body: { code: 'SUCCESS', details: {} } })
  const photo = await download(photoOf(student))
  expect([photo.status, photo.headers.get('content-type'), photo.bytes]).toEqual([200, 'image/png', png])
  expect((await running.call('DELETE', photoOf(student))).status).toBe(200)
  expect((await download(photoOf(student))).status).toBe(204)
})

test('only pictures are photos, and only records have them', async () => {
  expect(await upload(student, Buffer.from('%PDF-1.7'))).toMatchObject({ status: 400, body: { code: 'INVALID_DATA' } })
  expect(await running.call('POST', photoOf(student), {})).toMatchObject({ status: 400, body: { code: 'INVALID_DATA' } })
  expect(await running.call('GET', photoOf('5725767000999999999'))).toMatchObject({
    status: 400,
    body: { code: 'INVALID_DATA', details: { resource_path_index: 1 } },
  })
})

test('a photo is an edit of the record: it moves Modified_Time, and fires unless it is told not to', async () => {
  running.simulator.setWebhookTarget({ url: 'http://127.0.0.1:1', token: 'a-token' })
  const before = modified()
  await upload(student, png, '?restrict_triggers=workflow')
  expect([modified() === before, running.simulator.deliveries().fired]).toEqual([false, 0])
  running.simulator.files.putPhoto('BTEC_Students', student, png, 'human')
  expect(running.simulator.deliveries().fired).toBe(1)
  await running.simulator.drained()
})

test('attachments are listed with the fields that were asked for, newest first, and downloaded by id', async () => {
  const list = (query: string) => running.call('GET', `/crm/v8/BTEC_Students/${student}/Attachments${query}`)
  expect((await list('?fields=File_Name')).status).toBe(204)
  const { files } = running.simulator
  const first = files.attach('BTEC_Students', student, 'Personal_photo_Ada.png', png, 'human')
  const second = files.attach('BTEC_Students', student, 'consent ✓.pdf', Buffer.from('%PDF-1.7'), 'human')
  const answer = await list('?fields=id,File_Name,Size')
  expect(dataOf(answer)).toMatchObject([
    { id: second, File_Name: 'consent ✓.pdf', Size: '8', $type: 'Attachment', $se_module: 'BTEC_Students' },
    { id: first, File_Name: 'Personal_photo_Ada.png', Size: '14' },
  ])
  expect(dataOf(answer)[0]).not.toHaveProperty('Created_By')
  expect(infoOf(answer)).toMatchObject({ count: 2, page: 1, more_records: false, next_page_token: null })
  expect(infoOf(await list('?fields=id&per_page=1'))).toMatchObject({ count: 1, more_records: true })
  expect((await list('')).body).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'fields' } })

  const pdf = await download(`/crm/v8/BTEC_Students/${student}/Attachments/${second}`)
  expect([pdf.status, pdf.headers.get('content-type'), String(pdf.bytes)]).toEqual([200, 'application/pdf', '%PDF-1.7'])
  expect(pdf.headers.get('content-disposition')).toContain('consent%20%E2%9C%93.pdf')
  expect((await download(`/crm/v8/BTEC_Students/${student}/Attachments/5725767000999999999`)).status).toBe(204)
})

test('an attachment needs a scope of its own', async () => {
  running.simulator.addConsent({ refreshToken: '1000.narrow', scopes: ['ZohoCRM.modules.custom.ALL'] })
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: DEFAULT_CLIENT_ID,
    client_secret: DEFAULT_CLIENT_SECRET,
    refresh_token: '1000.narrow',
  })
  const token = (await (await fetch(`${running.origin}/oauth/v2/token`, { method: 'POST', body })).json()) as Record<
    string,
    string
  >
  const narrow = { authorization: `Zoho-oauthtoken ${token.access_token}` }
  expect((await running.call('GET', photoOf(student), undefined, narrow)).status).toBe(204)
  expect(await running.call('GET', `/crm/v8/BTEC_Students/${student}/Attachments?fields=id`, undefined, narrow)).toMatchObject({
    status: 401,
    body: { code: 'OAUTH_SCOPE_MISMATCH' },
  })
})

test('files outlive a restart, and the deletion of their record when it is restored', async () => {
  const { simulator } = running
  simulator.files.putPhoto('BTEC_Students', student, png, 'human')
  simulator.files.attach('BTEC_Students', student, 'a.png', png, 'human')
  const kept = JSON.parse(JSON.stringify(simulator.snapshot()))
  simulator.reset('empty')
  simulator.restore(kept)
  simulator.records.remove('BTEC_Students', student, 'human')
  expect(await running.call('GET', photoOf(student))).toMatchObject({ status: 400 })
  simulator.restoreDeleted('BTEC_Students', student)
  expect((await download(photoOf(student))).bytes).toEqual(png)
  expect((await running.call('GET', `/crm/v8/BTEC_Students/${student}/Attachments?fields=id`)).status).toBe(200)
})
