import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { retryEvent } from '../../src/verbs/put-back.ts'
import { atDesk } from '../desk.ts'
import { hint } from '../hints.ts'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

describe('an event of a module that no flow takes yet is skipped in so many words, never called done', () => {
  const subjects = ['grade'] as const
  test.each(subjects)('%s', async (subject) => {
    const since = await world.lastCall()
    const { status, eventId } = await hint(world.url, { recordId: '5847596000000300001', subject })
    expect(status).toBe(202)
    const event = await world.event(eventId)
    expect(event).toMatchObject({ status: 'skipped', needs_attention: false, verdict_code: 'flow.none_yet' })
    expect(event?.verdict).toMatch(/no flow|not yet|yet/i)
    expect(await world.lastCall()).toBe(since)
  })

  test('and has no job, and nothing to retry', async () => {
    const { eventId } = await hint(world.url, { recordId: '5847596000000300002', subject: 'grade' })
    const { rows } = await world.look.query('select from queue_jobs')
    expect(rows).toEqual([])
    const event = await world.event(eventId)
    await expect(atDesk(world, (desk) => retryEvent(desk, String(event?.id)))).rejects.toMatchObject({
      code: 'api.not_retryable',
    })
  })
})
