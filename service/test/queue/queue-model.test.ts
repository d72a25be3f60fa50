import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { afterStep, emptyState, type State, type Step, sameness, stepsFrom } from './model.ts'
import { type Moment, openRealQueue, type StoredRow } from './real-queue.ts'

// Three hints, two workers, one crash (a worker that stalls, whose lease ends, and that may come back late), one run handed back: every
// state that any interleaving of these can reach, and every step from each of them, on real PostgreSQL.

let testDatabase: TestDatabase
let queue: Awaited<ReturnType<typeof openRealQueue>>
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  queue = await openRealQueue(testDatabase)
})
afterAll(async () => {
  await queue.close()
  await testDatabase.drop()
})

// Whose hints they are, but for the names: all one subject's, two subjects' in each order, three subjects'.
test.each([['aaa'], ['aab'], ['aba'], ['abb'], ['abc']])(
  'whatever the order of steps, hints about %s are each settled once, in order, and none is left',
  async (subjects) => {
    const { states, interleavings } = await explore([...subjects])
    expect(states).toBeGreaterThan(100)
    expect(interleavings).toBeGreaterThan(1_000)
  },
  300_000,
)

async function explore(keys: readonly string[]): Promise<{ states: number; steps: number; interleavings: number }> {
  const start = emptyState()
  const seen = new Map<string, string[]>([[sameness(start), []]])
  const toVisit: { state: State; moment: Moment }[] = [{ state: start, moment: { table: '[]', held: [[], []] } }]
  let steps = 0
  let onTheTable: string | undefined

  for (let visit = toVisit.pop(); visit !== undefined; visit = toVisit.pop()) {
    const { state, moment } = visit
    const name = sameness(state)
    const next = seen.get(name) ?? []
    for (const step of stepsFrom(state, keys)) {
      if (onTheTable !== moment.table) await queue.putBack(moment.table)
      const predicted = afterStep(state, step, keys)
      const real = await queue.make(step, moment.held, keys, state.come)
      onTheTable = await queue.table()
      steps += 1

      const rows = JSON.parse(onTheTable) as StoredRow[]
      expectSame(
        { answer: real.answer, table: shapeOf(rows) },
        { answer: predicted.answer, table: shapeOfModel(predicted.state) },
      )
      expectSame([...brokenPromises(predicted.state, rows, keys), ...idleness(state, step, real.answer.hints.length)], [])

      const reached = sameness(predicted.state)
      if (reached === name) continue
      next.push(reached)
      if (seen.has(reached)) continue
      seen.set(reached, [])
      toVisit.push({ state: predicted.state, moment: { table: onTheTable, held: real.held } })
    }
    // Where nothing can change any more, everything must have been done.
    if (next.length === 0) expect([state.rows, state.settled.toSorted()]).toEqual([[], keys.map((_, nth) => nth + 1)])
  }
  return { states: seen.size, steps, interleavings: waysThrough(seen, sameness(start)) }
}

/** Waiting rows in the order in which they will be claimed, and running ones. */
const shapeOf = (rows: readonly StoredRow[]) => ({
  waiting: rows
    .filter(({ state }) => state === 'waiting')
    .toSorted((a, b) => (a.run_at < b.run_at ? -1 : a.run_at > b.run_at ? 1 : a.id - b.id))
    .map(({ subject, hints, alone, expired_leases }) => [subject, hints, alone, expired_leases]),
  running: rows
    .filter(({ state }) => state === 'running')
    .toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
    .map(({ subject, hints, expired_leases, worker }) => [subject, hints, expired_leases, worker]),
})
const shapeOfModel = ({ rows }: State): ReturnType<typeof shapeOf> => ({
  waiting: rows
    .filter(({ run }) => run === undefined)
    .toSorted((a, b) => a.due - b.due || a.nth - b.nth)
    .map(({ key, hints, alone, expired }) => [key, [...hints], alone, expired]),
  running: rows
    .flatMap(({ run, ...row }) => (run === undefined ? [] : [{ ...row, worker: String(run.worker) }]))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, hints, expired, worker }) => [key, [...hints], expired, worker]),
})

/** Tens of thousands of comparisons, all but one of them of equal things: the slow one that explains itself is kept for that one. */
function expectSame(real: unknown, predicted: unknown): void {
  if (JSON.stringify(real) !== JSON.stringify(predicted)) expect(real).toEqual(predicted)
}

/** What must be true in every state, said of the table itself. */
function brokenPromises(state: State, rows: readonly StoredRow[], keys: readonly string[]): string[] {
  const broken: string[] = []
  const everywhere = [...rows.flatMap(({ hints }) => hints), ...state.settled].toSorted((a, b) => a - b)
  const come = keys.slice(0, state.come).map((_, nth) => nth + 1)
  if (everywhere.join() !== come.join()) broken.push(`hints ${come} are in the places ${everywhere}`)

  for (const key of new Set(keys)) {
    const running = rows.filter(({ subject, state: is }) => subject === key && is === 'running')
    const waiting = rows.filter(({ subject, state: is }) => subject === key && is === 'waiting')
    if (running.length > 1 || waiting.length > 1)
      broken.push(`${key} has ${running.length} running and ${waiting.length} waiting rows`)

    // What was settled came before what runs, and that before what waits.
    const settled = state.settled.filter((hint) => keys[hint - 1] === key)
    const inOrder = [...settled, ...[...running, ...waiting].flatMap(({ hints }) => hints)]
    if (inOrder.some((hint, nth) => hint < (inOrder[nth - 1] ?? 0))) broken.push(`${key} has its hints in the order ${inOrder}`)

    // Whoever runs it is at work, or his lease is over and it can be taken from him.
    const run = state.rows.find((row) => row.key === key && row.run !== undefined)?.run
    if (run === undefined || run.leaseOver) continue
    const { holds, stalled } = state.workers[run.worker]
    if (stalled || !holds.some(({ fence }) => fence === run.fence)) broken.push(`${key} runs, and nobody works on it`)
  }
  return broken
}

/** A worker that is free does not come back with empty hands while a subject waits that nobody runs. */
function idleness(before: State, step: Step, took: number): string[] {
  if (step.do !== 'claim' || took > 0) return []
  const isRun = (key: string): boolean => before.rows.some((row) => row.key === key && row.run !== undefined)
  const left = before.rows.filter((row) => row.run === undefined && !isRun(row.key))
  return left.map(({ key }) => `${key} waits, nobody runs it, and a free worker did not take it`)
}

/** How many different ways lead from the start to an end. Steps that change nothing are not counted. */
function waysThrough(graph: ReadonlyMap<string, readonly string[]>, from: string, known = new Map<string, number>()): number {
  const counted = known.get(from)
  if (counted !== undefined) return counted
  const next = graph.get(from) ?? []
  const ways = next.length === 0 ? 1 : next.reduce((sum, to) => sum + waysThrough(graph, to, known), 0)
  known.set(from, ways)
  return ways
}
