import { afterAll, describe, expect, test } from 'vitest'
import { call, leave } from './plugin-site.ts'

afterAll(leave)

type Changes = { events: { seq: number; event_id: string; event_type: string }[]; highest_seq: number }

const changesSince = (since: number, limit?: number) =>
  call<Changes>('local_campusbridge_get_changes', { since_seq: since, ...(limit === undefined ? {} : { limit }) })

describe('get_changes', () => {
  test('reads forward in the order of the numbers, page by page', async () => {
    const { events } = await changesSince(0, 3)
    const numbers = events.map(({ seq }) => seq)
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other))
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length)

    const [first] = numbers
    const next = first === undefined ? events : (await changesSince(first, 2)).events
    expect(next.map(({ seq }) => seq)).toEqual(numbers.slice(1, 3))
  })

  test('holds ids and no names or addresses', async () => {
    const { events } = await changesSince(0)
    for (const event of events) expect(event).not.toHaveProperty('data.email')
    expect(JSON.stringify(events)).not.toMatch(/@/)
  })

  test('has nothing after the highest number', async () => {
    const { highest_seq } = await changesSince(0, 1)
    expect((await changesSince(highest_seq)).events).toEqual([])
  })
})
