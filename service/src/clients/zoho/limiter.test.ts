import { describe, expect, test } from 'vitest'
import type { Lane } from '../../domain/events.ts'
import { createLimiter } from './limiter.ts'
import { createShares, defaultConcurrency, shareOf } from './share.ts'

/** Calls that end when they are told to. */
function calls(processes = 1) {
  let share = shareOf(defaultConcurrency, processes)
  const limiter = createLimiter(() => share)
  const running = new Map<string, () => void>()
  const started: string[] = []
  const start = (name: string, lane: Lane, subLimited = false): void => {
    void limiter.run({ lane, subLimited }, () => {
      started.push(name)
      return new Promise<void>((end) => running.set(name, end))
    })
  }
  const finish = async (name: string): Promise<void> => {
    running.get(name)?.()
    running.delete(name)
    await settled()
  }
  return {
    started,
    running: () => [...running.keys()],
    start,
    finish,
    setProcesses: (count: number) => {
      share = shareOf(defaultConcurrency, count)
    },
  }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the limits of one Zoho organisation', () => {
  test('each process takes its share, and at least one call', () => {
    expect(shareOf(defaultConcurrency, 1)).toEqual({ total: 8, subLimited: 4, bulkTotal: 6, bulkSubLimited: 2 })
    expect(shareOf(defaultConcurrency, 3)).toEqual({ total: 2, subLimited: 1, bulkTotal: 1, bulkSubLimited: 1 })
    expect(shareOf(defaultConcurrency, 20)).toEqual({ total: 1, subLimited: 1, bulkTotal: 1, bulkSubLimited: 1 })
  })

  test('eight live calls at a time, four of the heavy kinds', async () => {
    const { start, running } = calls()
    for (let index = 0; index < 6; index += 1) start(`heavy ${index}`, 'live', true)
    for (let index = 0; index < 6; index += 1) start(`light ${index}`, 'live')
    await settled()
    expect(running().filter((name) => name.startsWith('heavy'))).toHaveLength(4)
    expect(running()).toHaveLength(8)
  })

  test('bulk work leaves two free, and live work takes them at once', async () => {
    const { start, running } = calls()
    for (let index = 0; index < 10; index += 1) start(`bulk ${index}`, 'bulk')
    await settled()
    expect(running()).toHaveLength(6)
    start('live', 'live')
    await settled()
    expect(running()).toContain('live')
  })

  test('live work goes before bulk work that came earlier, each in its own order', async () => {
    const { start, started, finish, setProcesses } = calls()
    setProcesses(8)
    for (const name of ['first', 'bulk 1', 'bulk 2']) start(name, 'bulk')
    for (const name of ['live 1', 'live 2']) start(name, 'live')
    await settled()
    for (const name of ['first', 'live 1', 'live 2', 'bulk 1', 'bulk 2']) await finish(name)
    expect(started).toEqual(['first', 'live 1', 'live 2', 'bulk 1', 'bulk 2'])
  })

  test('a light call passes heavy ones that must wait', async () => {
    const { start, running } = calls()
    for (let index = 0; index < 6; index += 1) start(`heavy ${index}`, 'live', true)
    start('light', 'live')
    await settled()
    expect(running()).toContain('light')
  })

  test('a call that fails gives its place back', async () => {
    const limiter = createLimiter(() => shareOf(defaultConcurrency, 8))
    await expect(limiter.run({ lane: 'live', subLimited: true }, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
    await expect(limiter.run({ lane: 'live', subLimited: true }, async () => 'in')).resolves.toBe('in')
  })

  test('the share follows the number of processes, and stays while nobody can say it', async () => {
    let now = 0
    let processes: () => Promise<number> = async () => 2
    const shares = createShares(
      defaultConcurrency,
      () => processes(),
      () => now,
    )
    await shares.refresh()
    expect(shares.current().total).toBe(4)
    processes = () => Promise.reject(new Error('the database is away'))
    now += 10_000
    await shares.refresh()
    await settled()
    expect(shares.current().total).toBe(4)
    processes = async () => 4
    now += 10_000
    await shares.refresh()
    await settled()
    expect(shares.current().total).toBe(2)
  })
})
