import type { Deed } from './target.ts'

/** Somebody who promises to do two things for each key it was given, and whose process is killed again and again. */
export type Contestant = {
  name: string
  /** Starts the process that is killed. @returns its pid once it works */
  start(): Promise<{ kill(): void; ended: Promise<unknown> }>
  /** Hands a key over. @returns when it was accepted for good; throws when nobody could take it */
  give(nth: number): Promise<{ key: string; acceptedAt: number }>
  /** Everything that was done outside so far. */
  deeds(): Promise<Deed[]>
  /** The deeds that each key needs. */
  kinds: readonly string[]
  stop(): Promise<void>
}

export type Verdict = {
  name: string
  given: number
  kills: number
  /** Accepted, and not done at the end of the patience. */
  undone: number
  /** Deeds done more than once for a key. */
  doubled: number
  /** From a kill until something was done again for a key that was in line or in hand: the longest of all. */
  longestStandstillMs: number
}

/** Weighs what was seen outside against what was accepted. `until` is when we stopped looking. */
export function verdictOf(
  contestant: Pick<Contestant, 'name' | 'kinds'>,
  accepted: ReadonlyMap<string, number>,
  killedAt: readonly number[],
  deeds: readonly Deed[],
  until: number,
): Verdict {
  const byKey = new Map<string, Deed[]>()
  for (const deed of deeds) {
    const own = byKey.get(deed.key)
    if (own === undefined) byKey.set(deed.key, [deed])
    else own.push(deed)
  }
  let undone = 0
  let doubled = 0
  let longestStandstillMs = 0
  for (const [key, acceptedAt] of accepted) {
    const own = (byKey.get(key) ?? []).sort((a, b) => a.at - b.at)
    const firsts = contestant.kinds.map((kind) => own.find((deed) => deed.kind === kind)?.at ?? Number.POSITIVE_INFINITY)
    const doneAt = Math.max(...firsts)
    if (doneAt === Number.POSITIVE_INFINITY) undone += 1
    for (const kind of contestant.kinds) doubled += Math.max(0, own.filter((deed) => deed.kind === kind).length - 1)
    for (const kill of killedAt) {
      if (kill < acceptedAt || doneAt <= kill) continue
      const next = own.find(({ at }) => at > kill)?.at ?? until
      longestStandstillMs = Math.max(longestStandstillMs, next - kill)
    }
  }
  return { name: contestant.name, given: accepted.size, kills: killedAt.length, undone, doubled, longestStandstillMs }
}
