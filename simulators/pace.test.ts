import { describe, expect, test } from 'vitest'
import { atOnce, createPacer } from './pace.ts'

describe('the pace of a system', () => {
  test('a call owes its price and that of its rows, less the time it took anyway', async () => {
    let now = 0
    const pacer = createPacer(() => now)
    pacer.set({ perCallMs: 20, perRowWrittenMs: 1.5, perRowFoundMs: 2.9, servedAtOnce: 0 })
    const place = await pacer.enter()
    now = 5
    expect(pacer.owedMs(place, { written: 50, found: 0 })).toBe(20 + 75 - 5)
    expect(pacer.owedMs(place, { written: 0, found: 10 })).toBeCloseTo(20 + 29 - 5)
    now = 500
    expect(pacer.owedMs(place, { written: 50, found: 0 })).toBe(0)
  })

  test('with two places a third caller waits, and callers are served in the order they came', async () => {
    const pacer = createPacer()
    pacer.set({ ...atOnce, servedAtOnce: 2 })
    const served: string[] = []
    const enter = async (name: string) => {
      const place = await pacer.enter()
      served.push(name)
      return place
    }
    const first = await enter('first')
    await enter('second')
    const third = enter('third')
    const fourth = enter('fourth')
    await Promise.resolve()
    expect(served).toEqual(['first', 'second'])

    first.leave()
    first.leave()
    const place = await third
    expect(served).toEqual(['first', 'second', 'third'])
    place.leave()
    await fourth
    expect(served).toEqual(['first', 'second', 'third', 'fourth'])
  })

  test('taking the limit away lets everybody in', async () => {
    const pacer = createPacer()
    pacer.set({ ...atOnce, servedAtOnce: 1 })
    await pacer.enter()
    const waiting = Promise.all([pacer.enter(), pacer.enter()])
    pacer.set(atOnce)
    expect(await waiting).toHaveLength(2)
  })
})
