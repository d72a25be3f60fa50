import { afterAll, describe, expect, test } from 'vitest'
import { call, leave, now } from './plugin-site.ts'

afterAll(leave)

describe('get_status', () => {
  test('says what the site has, and what is missing', async () => {
    const status = await call<{ servertime: number }>('local_campusbridge_get_status')
    expect(status).toMatchObject({
      moodle: { version: expect.stringMatching(/^20\d{8}/), release: expect.any(String) },
      php: { version: expect.stringMatching(/^8\./), maxinputvars: expect.any(Number) },
      plugin: { installed: true, version: expect.stringMatching(/^20\d{8}$/), release: expect.any(String) },
      missingfunctions: expect.any(Array),
      missingcapabilities: expect.any(Array),
      courseroles: expect.arrayContaining([expect.objectContaining({ shortname: 'student' })]),
      cron: { secondsago: expect.any(Number) },
      outbox: { waiting: expect.any(Number), dead: expect.any(Number) },
      webhook: { blocked: expect.any(Boolean) },
    })
    expect(Math.abs(status.servertime - now())).toBeLessThan(60_000)
  })

  test('tells no secret', async () => {
    expect(JSON.stringify(await call('local_campusbridge_get_status'))).not.toMatch(/secret|token|password/i)
  })
})
