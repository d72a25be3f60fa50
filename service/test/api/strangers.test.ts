import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey, revokeKey } from '../../src/verbs/api-keys.ts'
import { type ApiWorld, openApi } from './open-api.ts'

let world: ApiWorld
beforeAll(async () => {
  world = await openApi()
})
afterAll(() => world.stop())

const routes = [
  ['GET', '/v1/events'],
  ['GET', '/v1/events/1'],
  ['POST', '/v1/events/1/retry'],
  ['POST', '/v1/events/release'],
  ['POST', '/v1/events/reset'],
  ['GET', '/v1/causes'],
  ['GET', '/v1/settings'],
  ['GET', '/v1/settings/system.dry_run'],
  ['PUT', '/v1/settings/system.dry_run'],
  ['GET', '/v1/settings/system.dry_run/history'],
  ['GET', '/v1/sync/status/4711'],
  ['GET', '/v1/sync/history'],
  ['POST', '/v1/sync/run'],
  ['POST', '/v1/sync/students/profile'],
  ['POST', '/v1/sync/students/finance'],
  ['POST', '/v1/sync/students/all'],
  ['POST', '/v1/sync/enrollments/zoho-to-moodle'],
  ['POST', '/v1/sync/btec-templates'],
  ['GET', '/v1/extension/field-mappings'],
  ['POST', '/v1/extension/field-mappings'],
  ['GET', '/v1/extension/field-mappings/students'],
  ['PUT', '/v1/extension/field-mappings/students'],
  ['POST', '/v1/extension/field-mappings/students/preview'],
  ['GET', '/v1/extension/field-mappings/students/history'],
  ['POST', '/v1/extension/field-mappings/students/rollback'],
  ['POST', '/v1/plans'],
  ['GET', '/v1/plans'],
  ['GET', '/v1/plans/7'],
  ['POST', '/v1/plans/7/approve'],
  ['POST', '/v1/plans/7/apply'],
  ['GET', '/v1/drift'],
  ['POST', '/v1/drift'],
  ['GET', '/v1/drift/latest'],
  ['GET', '/v1/students/4712'],
  ['GET', '/health/zoho'],
  ['GET', '/health/moodle'],
  ['GET', '/health/database'],
  ['GET', '/metrics'],
  ['GET', '/openapi.json'],
  ['GET', '/docs'],
  ['GET', '/docs/'],
  ['GET', '/docs/js/scalar.js'],
] as const

describe('a stranger is refused', () => {
  test.each(routes)('%s %s', async (method, url) => {
    const nobody = await world.ask(method, url, { key: null })
    expect(nobody.status).toBe(401)
    expect(nobody.headers['content-type']).toContain('application/problem+json')
    expect(nobody.headers['www-authenticate']).toBe('Bearer')
    const imposter = await world.ask(method, url, { key: `${world.key.slice(0, -4)}AAAA` })
    expect(imposter).toMatchObject({ status: 401, body: nobody.body })
  })

  test('and no route was forgotten in this list', async () => {
    const { body } = await world.get('/openapi.json')
    const described = Object.entries<Record<string, unknown>>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const tried = routes.map(([method, url]) =>
      `${method} ${url}`
        .replace('/events/1', '/events/{id}')
        .replace('system.dry_run', '{key}')
        .replace('4711', '{job_id}')
        .replace('/field-mappings/students', '/field-mappings/{set}')
        .replace('/plans/7', '/plans/{id}')
        .replace('/drift/latest', '/drift/{id}')
        .replace('/students/4712', '/students/{id}'),
    )
    expect(described.filter((route) => !tried.includes(route))).toEqual(['GET /health'])
  })
})

test('a stranger learns whether the service is well, and nothing else', async () => {
  expect(await world.get('/health', null)).toMatchObject({ status: 200, body: { status: 'ok' } })
})

test('a revoked key opens nothing any more', async () => {
  const { key, keyId } = await createKey(world.desk(), 'a guest')
  expect((await world.get('/v1/events', key)).status).toBe(200)
  await revokeKey(world.desk(), keyId)
  expect((await world.get('/v1/events', key)).status).toBe(401)
})

test('the keys of a college that was closed open nothing any more', async () => {
  const key = await world.keyOfAnother('closed-college')
  expect((await world.get('/v1/events', key)).status).toBe(200)
  await world.sql(`update extension_tenants set disabled_at = now() where tenant_id = 'closed-college'`)
  expect((await world.get('/v1/events', key)).status).toBe(401)
})

test('a key that names another college than its own is refused', async () => {
  const key = await world.keyOfAnother('elsewhere')
  expect((await world.get('/v1/events', key.replace('cb_elsewhere_', 'cb_default_'))).status).toBe(401)
})

test('only a hash of a key is stored, and when it was last used', async () => {
  const { key, keyId } = await createKey(world.desk(), 'a diary')
  await world.get('/v1/causes', key)
  const [row] = await world.sql(`select *, encode(secret_hash, 'escape') as shown from api_keys where key_id = '${keyId}'`)
  expect(row?.last_used_at).toBeInstanceOf(Date)
  expect(JSON.stringify(row)).not.toContain(key.split('_').at(-1))
})
