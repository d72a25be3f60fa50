/** What every contestant is asked to do, in this order. */
export type Question =
  | { fill: { subjects: number; hintsEach: number } }
  /** Every subject's first hint fails once, for the share of subjects given; the rest does nothing and succeeds. */
  | { drain: { failingShare: number } }

export type Drained = {
  seconds: number
  /** Hints that were handled. */
  hints: number
  /** How often the handler was called. */
  runs: number
  /** Subjects whose second hint was done before their first. */
  overtaken: number
}

/** Keeps the score of one drain: which subjects had their hints done in order. */
export function scorekeeper(subjects: number, hintsEach: number, failingShare: number) {
  const doneUpTo = new Map<string, number>()
  const failedOnce = new Set<string>()
  let hints = 0
  let runs = 0
  let overtaken = 0
  let finish = (): void => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const failing = Math.round(subjects * failingShare)
  return {
    finished,
    /** Called by a handler. @throws Error when this try is to fail */
    handle(subject: string, nths: readonly number[]): void {
      runs += 1
      if (Number(subject) < failing && nths.includes(1) && !failedOnce.has(subject)) {
        failedOnce.add(subject)
        throw new Error('a forced failure')
      }
      for (const nth of nths) {
        if (nth !== (doneUpTo.get(subject) ?? 0) + 1) overtaken += 1
        doneUpTo.set(subject, Math.max(nth, doneUpTo.get(subject) ?? 0))
      }
      hints += nths.length
      if (hints === subjects * hintsEach) finish()
    },
    score: (seconds: number): Drained => ({ seconds, hints, runs, overtaken }),
  }
}
