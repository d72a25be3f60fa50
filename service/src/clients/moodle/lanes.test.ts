import { expect, test } from 'vitest'
import { createLanes } from './lanes.ts'

/** Calls that end when told, in the order in which they were let in. */
function counter(places: number, placesForBulk: number) {
  const lanes = createLanes(places, placesForBulk)
  const inside: string[] = []
  const ends = new Map<string, () => void>()
  const enter = (lane: 'live' | 'bulk', name: string): Promise<void> =>
    lanes(lane, () => {
      inside.push(name)
      return new Promise<void>((resolve) => ends.set(name, resolve))
    })
  return { enter, inside, end: (name: string) => ends.get(name)?.() }
}

test('bulk work never takes every place', async () => {
  const { enter, inside } = counter(3, 1)
  void enter('bulk', 'b1')
  void enter('bulk', 'b2')
  void enter('live', 'l1')
  void enter('live', 'l2')
  void enter('live', 'l3')
  await new Promise(setImmediate)
  expect(inside).toEqual(['b1', 'l1', 'l2'])
})

test('a live call overtakes bulk calls that wait', async () => {
  const { enter, inside, end } = counter(1, 1)
  const first = enter('bulk', 'b1')
  void enter('bulk', 'b2')
  void enter('live', 'l1')
  await new Promise(setImmediate)
  end('b1')
  await first
  await new Promise(setImmediate)
  expect(inside).toEqual(['b1', 'l1'])
})

test('a call that fails gives its place back', async () => {
  const lanes = createLanes(1, 1)
  await expect(lanes('live', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  await expect(lanes('live', async () => 'in')).resolves.toBe('in')
})
