import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { startSimulators } from './server.ts'

const simulators = await startSimulators()
afterAll(() => simulators.stop())
const control = async (method: string, path: string, body?: unknown) =>
  (
    await fetch(`${simulators.url}/__sim${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  ).json()

describe('the simulators together', () => {
  test('tell where they are', async () => {
    const { url, zoho, moodle } = simulators
    expect(await control('GET', '')).toEqual({ url, zoho, moodle })
    expect(zoho.origin).toBe(`${url}/zoho`)
    expect(moodle.url).toBe(`${url}/moodle`)
  })

  test('give Zoho out at its own port', async () => {
    const { origin, clientId, clientSecret, refreshToken } = simulators.zoho
    const form = { grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken }
    const answer = await fetch(`${origin}/oauth/v2/token`, { method: 'POST', body: new URLSearchParams(form) })
    expect(await answer.json()).toMatchObject({ api_domain: origin })
  })

  test('send a hint of Zoho when fired by hand, and nothing once the target is taken away', async () => {
    const hints: string[] = []
    const service = createServer((request, response) => {
      hints.push(`${request.url}`)
      response.writeHead(202).end()
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
    try {
      await control('PUT', '/webhooks', { url, token: 'a-token-of-no-importance-at-all-0000' })
      await control('POST', '/fire', { module: 'BTEC_Students', id: '5725767000000400001', event: 'edit' })
      expect(await control('POST', '/webhooks/drain')).toMatchObject({ delivered: 1, waiting: 0 })
      expect(hints).toEqual(['/v1/events/zoho/student'])

      await control('DELETE', '/webhooks')
      expect(await control('POST', '/fire', { module: 'BTEC_Students', id: '5725767000000400001' })).toEqual({ deliveries: 0 })
    } finally {
      service.closeAllConnections()
      await new Promise((resolve) => service.close(resolve))
    }
  })

  test('put photos and attachments on records of Zoho, and take them away', async () => {
    const place = 'BTEC_Students/5725767000000400001'
    const base64 = 'iVBORw0KGgo='
    expect(await control('PUT', `/zoho/photos/${place}`, { base64 })).toEqual({})
    expect(await control('PUT', `/zoho/photos/${place}`, { base64: 'bm8gcGljdHVyZQ==' })).toMatchObject({
      error: expect.stringContaining('PNG'),
    })
    expect(await control('DELETE', `/zoho/photos/${place}`)).toEqual({})
    expect(await control('DELETE', `/zoho/photos/${place}`)).toMatchObject({ error: expect.stringContaining('No photo') })
    const attached = (await control('POST', `/zoho/attachments/${place}`, { name: 'a.png', base64 })) as { id: string }
    expect(await control('DELETE', `/zoho/attachments/${place}/${attached.id}`)).toEqual({})
    expect(await control('POST', '/zoho/attachments/BTEC_Students/1', { name: 'a.png', base64 })).toHaveProperty('error')
  })

  test('switch what the Zoho organisation can do, until the next reset, and refuse a switch that does not exist', async () => {
    expect(await control('PATCH', '/zoho/behaviour', { coql: false })).toEqual({ coql: false })
    expect(await control('GET', '/zoho/behaviour')).toMatchObject({ coql: false, coqlValuesIn: 100 })
    expect(await control('PATCH', '/zoho/behaviour', { coqll: false })).toMatchObject({ error: expect.stringContaining('coqll') })
    expect(await control('PATCH', '/zoho/behaviour', { coql: 'no' })).toEqual({ error: 'coql: expected a boolean' })
    await control('POST', '/reset', {})
    expect(await control('GET', '/zoho/behaviour')).toMatchObject({ coql: true })
  })

  test('put Moodle into maintenance and out again', async () => {
    const status = async () => (await fetch(`${simulators.moodle.url}/webservice/rest/server.php`)).status
    await control('PUT', '/moodle/maintenance', { on: true })
    expect(await status()).toBe(503)
    await control('PUT', '/moodle/maintenance', { on: false })
    expect(await status()).toBe(200)
    expect(await control('PATCH', '/moodle/settings', { maxInputVars: 5000 })).toMatchObject({
      maxInputVars: 5000,
      maintenance: false,
    })
  })
})
