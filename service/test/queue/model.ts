/**
 * What the queue promises, without a database: rows of `queue_jobs`, two workers, hints that come in the order of their numbers. Small
 * enough to be read beside the SQL, and to be asked what the SQL must answer.
 */
export type Row = {
  key: string
  hints: readonly number[]
  alone: boolean
  expired: number
  /** Order of becoming due, then of being written. */
  due: number
  nth: number
  /** Absent while it waits. */
  run?: { worker: Worker; fence: number; leaseOver: boolean }
}
export type Worker = 0 | 1
type Hold = { key: string; hints: readonly number[]; expired: number; fence: number }

export type State = {
  rows: readonly Row[]
  /** How many hints have come; hint n is about `keys[n - 1]`. */
  come: number
  settled: readonly number[]
  /** A stalled worker does nothing until it comes back, late, with what it holds. */
  workers: readonly [{ holds: readonly Hold[]; stalled: boolean }, { holds: readonly Hold[]; stalled: boolean }]
  crashesLeft: number
  handBacksLeft: number
  /** Ticks with every step: due times, row numbers and fences are taken from it. */
  clock: number
}

export type Step = { do: 'promise' | 'recover' } | { do: 'claim' | 'finish' | 'handBack' | 'crash'; worker: Worker }

/** What a step answers: the hints it took, settled or handed back by key, or how many rows it recovered. */
export type Answer = { step: Step; hints: readonly (readonly [key: string, hints: readonly number[]])[]; recovered: number }

export const emptyState = (): State => ({
  rows: [],
  come: 0,
  settled: [],
  workers: [
    { holds: [], stalled: false },
    { holds: [], stalled: false },
  ],
  crashesLeft: 1,
  handBacksLeft: 1,
  clock: 0,
})

/** Every step that somebody could make now. */
export function stepsFrom(state: State, keys: readonly string[]): Step[] {
  const steps: Step[] = [{ do: 'recover' }]
  if (state.come < keys.length) steps.push({ do: 'promise' })
  for (const worker of [0, 1] as const) {
    const { holds, stalled } = state.workers[worker]
    if (holds.length === 0) {
      steps.push({ do: 'claim', worker })
      continue
    }
    steps.push({ do: 'finish', worker })
    if (state.handBacksLeft > 0) steps.push({ do: 'handBack', worker })
    if (state.crashesLeft > 0 && !stalled) steps.push({ do: 'crash', worker })
  }
  return steps
}

export function afterStep(state: State, step: Step, keys: readonly string[]): { state: State; answer: Answer } {
  const clock = state.clock + 1
  const now = { ...state, clock }
  const says = (hints: Answer['hints'], recovered = 0): Answer => ({ step, hints, recovered })
  switch (step.do) {
    case 'promise': {
      const hint = state.come + 1
      const key = keys[state.come] ?? ''
      const rows = joined(state.rows, [{ key, hints: [hint], alone: false, expired: 0 }], clock, 'behind')
      return { state: { ...now, rows, come: hint }, answer: says([]) }
    }
    case 'recover': {
      const orphans = state.rows.filter(({ run }) => run?.leaseOver)
      const rest = state.rows.filter(({ run }) => !run?.leaseOver)
      const back = orphans.map(({ key, hints, expired }) => ({ key, hints, expired: expired + 1, alone: expired > 0 }))
      return { state: { ...now, rows: joined(rest, back, clock, 'before') }, answer: says([], orphans.length) }
    }
    case 'claim': {
      const taken = claimable(state.rows)
      const claimed = (row: Row): Row => ({ ...row, run: { worker: step.worker, fence: clock * 10 + row.nth, leaseOver: false } })
      const rows = state.rows.map((row) => (taken.includes(row) ? claimed(row) : row))
      const holds = rows.flatMap(({ key, hints, expired, run }) =>
        run?.worker === step.worker && !run.leaseOver ? [{ key, hints, expired, fence: run.fence }] : [],
      )
      return { state: withWorker({ ...now, rows }, step.worker, { holds, stalled: false }), answer: says(hintsOf(taken)) }
    }
    case 'crash': {
      const rows = state.rows.map((row) =>
        row.run?.worker === step.worker ? { ...row, run: { ...row.run, leaseOver: true } } : row,
      )
      const { holds } = state.workers[step.worker]
      const next = { ...now, rows, crashesLeft: state.crashesLeft - 1 }
      return { state: withWorker(next, step.worker, { holds, stalled: true }), answer: says([]) }
    }
    case 'finish':
    case 'handBack': {
      const { holds } = state.workers[step.worker]
      const ours = holds.filter((hold) => state.rows.some(({ run }) => run?.fence === hold.fence))
      const rest = state.rows.filter(({ run }) => !ours.some(({ fence }) => run?.fence === fence))
      const next = withWorker({ ...now, rows: rest }, step.worker, { holds: [], stalled: false })
      if (step.do === 'finish') {
        return {
          state: { ...next, settled: [...state.settled, ...ours.flatMap(({ hints }) => hints)] },
          answer: says(hintsOf(ours)),
        }
      }
      const back = ours.map(({ key, hints, expired }) => ({ key, hints, expired, alone: true }))
      const handBacksLeft = state.handBacksLeft - 1
      return { state: { ...next, rows: joined(rest, back, clock, 'before'), handBacksLeft }, answer: says(hintsOf(ours)) }
    }
  }
}

/** The oldest due row whose key nobody runs, with all others of that kind, unless one of them is to run alone. */
function claimable(rows: readonly Row[]): Row[] {
  const due = rows
    .filter((row) => row.run === undefined && !rows.some(({ key, run }) => run !== undefined && key === row.key))
    .toSorted((a, b) => a.due - b.due || a.nth - b.nth)
  const [head] = due
  if (head === undefined) return []
  return due.filter((row) => row === head || !(head.alone || row.alone))
}

/** Waiting rows after some hints have come to them: behind those that wait already, or, as older ones, before them. */
function joined(
  rows: readonly Row[],
  coming: readonly Pick<Row, 'key' | 'hints' | 'alone' | 'expired'>[],
  clock: number,
  where: 'behind' | 'before',
): Row[] {
  const all = [...rows]
  for (const one of coming.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const place = all.findIndex(({ key, run }) => run === undefined && key === one.key)
    const known = all[place]
    if (known === undefined) {
      all.push({ ...one, due: clock, nth: all.length === 0 ? 1 : Math.max(...all.map(({ nth }) => nth)) + 1 })
      continue
    }
    all[place] = {
      ...known,
      hints: where === 'behind' ? [...known.hints, ...one.hints] : [...one.hints, ...known.hints],
      alone: known.alone || one.alone,
      expired: Math.max(known.expired, one.expired),
    }
  }
  return all
}

function withWorker(state: State, worker: Worker, is: State['workers'][0]): State {
  return { ...state, workers: worker === 0 ? [is, state.workers[1]] : [state.workers[0], is] }
}

const hintsOf = (some: readonly { key: string; hints: readonly number[] }[]): Answer['hints'] =>
  some.map(({ key, hints }) => [key, hints] as const).toSorted(([a], [b]) => (a < b ? -1 : 1))

/** Equal for states that have the same future: numbers that only say an order are left out. */
export function sameness({ rows, come, settled, workers, crashesLeft, handBacksLeft }: State): string {
  const waiting = rows.filter(({ run }) => run === undefined).toSorted((a, b) => a.due - b.due || a.nth - b.nth)
  const running = rows.filter(({ run }) => run !== undefined).toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return JSON.stringify([
    waiting.map(({ key, hints, alone, expired }) => [key, hints, alone, expired]),
    running.map(({ key, hints, expired, run }) => [key, hints, expired, run?.worker, run?.leaseOver]),
    workers.map(({ holds, stalled }) => [
      stalled,
      holds.map(({ key, hints, fence }) => [key, hints, rows.some(({ run }) => run?.fence === fence)]),
    ]),
    settled.toSorted((a, b) => a - b),
    [come, crashesLeft, handBacksLeft],
  ])
}
