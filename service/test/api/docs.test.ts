import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiWorld, createApiWorld } from './api-world.ts'

let world: ApiWorld
beforeEach(async () => {
  world = await createApiWorld({ docsNeedKey: false })
})
afterEach(() => world.stop())

test('in development the documentation is open, and works with nothing but this server', async () => {
  const page = await world.ask('GET', '/docs/', undefined, '')
  expect(page.status).toBe(200)
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source)
  expect(sources).toEqual(['js/scalar.js'])
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.headers['content-security-policy']).not.toMatch(/https?:/)
  expect((await world.ask('GET', '/docs/js/scalar.js', undefined, '')).text.length).toBeGreaterThan(1_000_000)
  expect((await world.ask('GET', '/v1/events', undefined, '')).status).toBe(401)
})

test('the OpenAPI document names every address, every refusal, and no shape that it does not use', async () => {
  const document = (await world.ask('GET', '/openapi.json', undefined, '')).body
  expect(document.openapi).toBe('3.1.0')
  const documented = Object.keys(document.paths)
  const served = world.routes
    .filter(({ url, method }) => method === 'GET' && !/^\/(docs|openapi)/.test(url))
    .map(({ url }) => url)
  expect(documented).toEqual(expect.arrayContaining(served.map((url) => url.replace(/:(\w+)/g, '{$1}'))))
  const text = JSON.stringify(document)
  for (const name of Object.keys(document.components.schemas)) expect(text).toContain(`#/components/schemas/${name}"`)
  for (const [, name] of text.matchAll(/#\/components\/schemas\/([^"]+)"/g))
    expect(document.components.schemas).toHaveProperty(name ?? '')
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const operation of Object.values(methods as Record<string, { responses: Record<string, unknown>; summary: string }>)) {
      expect(operation.summary).toBeTruthy()
      if (path !== '/health') expect(operation.responses).toHaveProperty('401')
    }
  }
})
