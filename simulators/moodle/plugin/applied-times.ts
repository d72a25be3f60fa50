/** The plugin's table of when Zoho was read for what it applied last, or deleted. */
export type AppliedTimes = Map<string, AppliedTime>

/** `asof` is in milliseconds; `userid` is whom it is about, 0 for nobody. */
export type AppliedTime = { asof: number; userid: number }

export type AppliedKind = 'user' | 'enrolment' | 'template' | 'payment' | 'registration'

const keyOf = (kind: AppliedKind, key: string): string => `${kind} ${key}`

/** 0 for what was never applied. Of templates, payments and registrations only those are known that were deleted. */
export const appliedAt = (times: AppliedTimes, kind: AppliedKind, key: string): number => times.get(keyOf(kind, key))?.asof ?? 0

/** Marks as applied what is not older than what was. @returns what undoes it */
export function claimTime(times: AppliedTimes, kind: AppliedKind, key: string, { asof, userid }: AppliedTime): () => void {
  const name = keyOf(kind, key)
  const known = times.get(name)
  times.set(name, { asof: Math.max(asof, known?.asof ?? 0), userid: known === undefined || userid !== 0 ? userid : known.userid })
  return () => {
    if (known === undefined) times.delete(name)
    else times.set(name, known)
  }
}

export function forgetTimesOf(times: AppliedTimes, userid: number): void {
  for (const [name, time] of times) if (time.userid === userid) times.delete(name)
}
