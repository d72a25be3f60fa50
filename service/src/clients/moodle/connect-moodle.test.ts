import { expect, test } from 'vitest'
import { serverThat, simulatedMoodle } from '../../../test/simulated-moodle.ts'
import { CodedError } from '../../domain/errors.ts'
import { connectMoodle } from './connect-moodle.ts'

const site = simulatedMoodle()

test('says who we are and what we may call', async () => {
  const told = await site.port().site()
  expect(told).toMatchObject({ siteName: 'Example College', serviceUserId: 3 })
  expect(told.release).toMatch(/^4\.5/)
  expect(told.functions).toContain('core_user_create_users')
})

test('every call is reported with its function, status and time, and nothing of its content', async () => {
  await site.port().site()
  expect(site.calls).toEqual([
    { system: 'moodle', function: 'core_webservice_get_site_info', status: 200, ms: expect.any(Number) },
  ])
})

test('a read is tried again when the connection breaks, and each try is reported', async () => {
  await site.breakCall('core_webservice_get_site_info', 'refuse', { times: 2 })
  await expect(site.port().site()).resolves.toMatchObject({ serviceUserId: 3 })
  expect(site.calls.map(({ status }) => status)).toEqual([0, 0, 200])
})

test('an address that nobody answers is an outage', async () => {
  const free = await serverThat(async () => '')
  await free.stop()
  const nobody = free.connect()
  await expect(nobody.probe()).rejects.toMatchObject({
    code: 'moodle.unreachable',
    system: 'moodle',
    params: { reason: 'connection refused' },
  })
  await nobody.close()
})

test('a site that hangs is given up after the time allowed, and not asked at once again', async () => {
  const impatient = connectMoodle({ ...site.address(), timeoutMs: 200 })
  await site.breakCall('core_webservice_get_site_info', 'hang')
  await expect(impatient.probe()).rejects.toMatchObject({ code: 'moodle.unreachable', params: { reason: 'timed out' } })
  expect(await site.received('core_webservice_get_site_info')).toHaveLength(1)
  await impatient.close()
})

test('maintenance holds the connection, and is not asked at once again', async () => {
  await site.setSite({ maintenance: true })
  await expect(site.connection().probe()).rejects.toMatchObject({
    code: 'moodle.maintenance',
    system: 'moodle',
    retryAfterMs: 300_000,
  })
  await site.setSite({ maintenance: false })
  expect(await site.received('')).toHaveLength(1)
})

test('a refused token holds the connection', async () => {
  const stranger = connectMoodle({ ...site.address(), token: 'wrong' })
  await expect(stranger.probe()).rejects.toMatchObject({ code: 'moodle.token_refused', system: 'moodle' })
  await stranger.close()
})

test('the error code of a refused call is reported', async () => {
  await site.tell('DELETE', `/moodle/records/tokens/${site.address().token}`)
  await expect(site.port().usersBy('id', ['3'])).rejects.toMatchObject({ code: 'moodle.token_refused' })
  expect(site.calls).toMatchObject([{ status: 200, errorCode: 'invalidtoken' }])
})

test('an answer that is not Moodle’s is not understood, and nothing of it is told', async () => {
  const page = await serverThat(async () => '<p>Maya Khan</p>')
  const other = page.connect()
  const error = await other.probe().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'moodle.answer_not_understood', params: { function: 'core_webservice_get_site_info' } })
  const told = error instanceof CodedError ? JSON.stringify([error.message, error.params, String(error.cause)]) : ''
  expect(told).not.toMatch(/Maya|secret-token/)
  await other.close()
  await page.stop()
})

test('only a plugin that is there counts as there, and nobody is changed by the question', async () => {
  const { hasAuth, clockDifferenceMs, lookForNobody } = site.connection().inspection(() => {})
  expect(await hasAuth('oauth2')).toBe(true)
  expect(await hasAuth('oidc')).toBe(false)
  expect(Math.abs(clockDifferenceMs() ?? Number.NaN)).toBeLessThan(2_000)
  await lookForNobody()
  expect(await site.users()).toEqual([])
})

test('a PHP error, which has no code, is a refusal of the call', async () => {
  const broken = await serverThat(async () => JSON.stringify({ exception: 'TypeError', message: 'array_keys(): Maya' }))
  const connection = broken.connect()
  await expect(site.port('live', connection).usersBy('id', ['4'])).rejects.toMatchObject({
    code: 'moodle.call_refused',
    params: { function: 'core_user_get_users_by_field', errorcode: 'TypeError' },
  })
  expect(site.calls).toMatchObject([{ status: 200, errorCode: 'TypeError' }])
  await connection.close()
  await broken.stop()
})

test('a site below a path is asked below its path', async () => {
  const below = connectMoodle({ ...site.address(), url: `${site.address().url}/` })
  await below.probe()
  await below.close()
})
