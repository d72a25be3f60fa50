import { afterAll, describe, expect, test } from 'vitest'
import { call, createUser, leave, now } from './plugin-site.ts'

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

  test('counts as unfetched what get_changes has not given out', async () => {
    const { outbox } = await call<{ outbox: { waiting: number; unfetched: number } }>('local_campusbridge_get_status')
    expect(outbox.unfetched).toBeLessThanOrEqual(outbox.waiting)
    await createUser('unfetched')
    const unfetched = async () =>
      (await call<{ outbox: { unfetched: number } }>('local_campusbridge_get_status')).outbox.unfetched
    expect(await unfetched()).toBeGreaterThan(0)
    let since = 0
    for (;;) {
      const { events, highest_seq } = await call<{ events: { seq: number }[]; highest_seq: number }>(
        'local_campusbridge_get_changes',
        { since_seq: since },
      )
      since = events.at(-1)?.seq ?? highest_seq
      if (events.length === 0) break
    }
    expect(await unfetched()).toBe(0)
  })

  test('tells no secret', async () => {
    expect(JSON.stringify(await call('local_campusbridge_get_status'))).not.toMatch(/secret|token|password/i)
  })
})
