import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refusalsIn, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { moodleUserId } from '../../domain/ids.ts'
import type { PictureChange } from '../../ports/moodle-pictures.ts'
import { connectMoodle, type MoodleConnection } from './connect-moodle.ts'

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff])
const picture = (user: number, image: Partial<PictureChange['image']> = {}): PictureChange => ({
  subject: subjectOf(user),
  user: moodleUserId(user),
  image: { bytes: PNG, type: 'image/png', ...image },
  before: null,
  after: 'hash',
})

type Upload = { token: string; name: string; type: string; bytes: Uint8Array }
let uploads: Upload[] = []
let updates: Record<string, string>[] = []
/** What the site says to the upload of a draft and to the account it is for. */
let onUpload: (draft: number) => unknown
let onUpdate: (user: number) => unknown

/** A site of two pages, as real Moodle was seen to answer (reference/moodle.md §2). */
const server = createServer(async (incoming, reply) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  if (incoming.url === '/webservice/upload.php') {
    uploads.push(uploadIn(body, incoming.headers['content-type'] ?? ''))
    reply.end(JSON.stringify(onUpload(uploads.length)))
    return
  }
  const sent = Object.fromEntries(new URLSearchParams(body.toString()))
  updates.push(sent)
  reply.end(JSON.stringify(onUpdate(Number(sent.userid))))
})

/** Byte for byte: latin1 keeps each of them one character. */
function uploadIn(body: Buffer, contentType: string): Upload {
  const [, boundary = '?'] = /boundary="?([^";]+)/.exec(contentType) ?? []
  const parts = body.toString('latin1').split(`--${boundary}`)
  const content = (name: string): [head: string, body: string] => {
    const part = parts.find((one) => one.includes(`name="${name}"`)) ?? ''
    const [head = '', ...rest] = part.split('\r\n\r\n')
    return [head, rest.join('\r\n\r\n').slice(0, -2)]
  }
  const [head, bytes] = content('file_1')
  return {
    token: content('token')[1],
    name: /filename="([^"]+)"/.exec(head)?.[1] ?? '',
    type: /content-type: (\S+)/i.exec(head)?.[1] ?? '',
    bytes: new Uint8Array(Buffer.from(bytes, 'latin1')),
  }
}

let connection: MoodleConnection
beforeEach(async () => {
  uploads = []
  updates = []
  onUpload = (draft) => [{ component: 'user', filearea: 'draft', filename: 'photo.png', itemid: 450_000 + draft }]
  onUpdate = (user) => ({
    success: true,
    profileimageurl: `http://moodle.example/pluginfile.php/${user}/user/icon/boost/f1?rev=10`,
    warnings: [],
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  connection = connectMoodle({ url: `http://127.0.0.1:${port}`, token: 'secret-token' })
})
afterEach(async () => {
  await connection.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
const setPictures = (...changes: PictureChange[]) => connection.port(() => {}, 'live').setPictures(changes)

test('a photo goes into a draft of its own, byte for byte, and from there to its account', async () => {
  expect(await setPictures(picture(7), picture(8, { type: 'image/jpeg' }))).toEqual([
    { outcome: 'done', value: undefined },
    { outcome: 'done', value: undefined },
  ])
  expect(uploads).toHaveLength(2)
  expect(uploads).toContainEqual({ token: 'secret-token', name: 'photo.png', type: 'image/png', bytes: PNG })
  expect(uploads).toContainEqual({ token: 'secret-token', name: 'photo.jpg', type: 'image/jpeg', bytes: PNG })
  expect(updates.map(({ userid }) => userid).sort()).toEqual(['7', '8'])
  expect(new Set(updates.map(({ draftitemid }) => draftitemid))).toEqual(new Set(['450001', '450002']))
})

test('Moodle’s success over a file that is no image, which removes the picture, is not believed', async () => {
  onUpdate = () => ({ success: true, profileimageurl: 'http://moodle.example/theme/image.php/boost/core/1/u/f1', warnings: [] })
  expect(refusalsIn(await setPictures(picture(7)))).toMatchObject([
    {
      code: 'moodle.record_refused',
      params: { subject: subjectOf(7), field: 'picture', reason: 'Moodle cannot read the image' },
    },
  ])
})

test('the answer of a draft that is not there is a refusal', async () => {
  onUpdate = () => ({ success: false, warnings: [] })
  expect(refusalsIn(await setPictures(picture(7)))).toHaveLength(1)
})

test.each([
  ['invaliduser', 'Moodle has no such account'],
  ['useradmineditadmin', 'it is the account of a site administrator, which web services may not change'],
  ['userimagesdisabled', 'pictures of users are switched off in Moodle (disableuserimages)'],
])('an account that Moodle refuses (%s) fails alone', async (errorcode, reason) => {
  const take = onUpdate
  onUpdate = (user) => (user === 7 ? { exception: 'moodle_exception', errorcode, message: '' } : take(user))
  const written = await setPictures(picture(7), picture(8))
  expect(refusalsIn(written)).toMatchObject([{ place: 0, params: { reason } }])
  expect(written[1]?.outcome).toBe('done')
})

test('a file that is too large is told, and nothing is asked of the account', async () => {
  onUpload = () => [{ filename: 'photo.png', errortype: 'fileoversized', error: 'The file is too large' }]
  expect(refusalsIn(await setPictures(picture(7)))).toMatchObject([
    { params: { field: 'picture', reason: 'it is larger than Moodle takes' } },
  ])
  expect(updates).toEqual([])
})

test('a service that takes no files holds the connection', async () => {
  onUpload = () => ({ error: 'Access control exception', errorcode: 'accessexception', stacktrace: null, debuginfo: null })
  await expect(setPictures(picture(7))).rejects.toMatchObject({
    code: 'moodle.access_denied',
    system: 'moodle',
    params: { function: 'webservice/upload.php' },
  })
})

test('one that is lost waits for the next run; when all are, it is an outage', async () => {
  onUpdate = () => ({ exception: 'dml_exception', errorcode: 'dmlreadexception', message: '' })
  expect(refusalsIn(await setPictures(picture(7)))).toMatchObject([{ code: 'moodle.database_busy' }])
})

describe('in the simulated Moodle', () => {
  const site = simulatedMoodle()

  test('an account gets its picture; a file that is none, an administrator and somebody who is gone are refused by name', async () => {
    const maya = await site.put({ username: 'maya', email: 'maya@college.example' })
    const noor = await site.put({ username: 'noor', email: 'noor@college.example' })
    const text = { bytes: new TextEncoder().encode('no picture') }
    const written = await site.port().setPictures([picture(maya.id), picture(noor.id, text), picture(2), picture(4711)])
    expect(written[0]).toEqual({ outcome: 'done', value: undefined })
    expect(refusalsIn(written)).toMatchObject([
      { place: 1, params: { field: 'picture', reason: 'Moodle cannot read the image' } },
      { place: 2, params: { reason: expect.stringContaining('administrator') } },
      { place: 3, params: { reason: 'Moodle has no such account' } },
    ])
    // The next photo replaces the first.
    expect(await site.port().setPictures([picture(maya.id)])).toEqual([{ outcome: 'done', value: undefined }])
    expect(site.calls.filter((call) => call.function === 'webservice/upload.php')).toHaveLength(5)
  })

  test('without a valid token the connection is held', async () => {
    await site.tell('DELETE', `/moodle/records/tokens/${site.address().token}`)
    await expect(site.port().setPictures([picture(4711)])).rejects.toMatchObject({ code: 'moodle.token_refused' })
  })

  test('an upload whose answer is lost is sent again: a second draft hinders nobody', async () => {
    const maya = await site.put({ username: 'maya', email: 'maya@college.example' })
    await site.breakCall('upload', 'lose')
    expect(await site.port().setPictures([picture(maya.id)])).toEqual([{ outcome: 'done', value: undefined }])
    expect(site.calls.map((call) => [call.function, call.status])).toEqual([
      ['webservice/upload.php', 0],
      ['webservice/upload.php', 200],
      ['core_user_update_picture', 200],
    ])
  })
})
