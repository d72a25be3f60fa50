import type { Code, Params } from './codes.ts'
import type { CodedError } from './errors.ts'
import type { Route } from './route.ts'
import type { Status } from './statuses.ts'

/** A missing thing an event can wait for; the text is also the name of the lock that makes waiting and waking safe. */
export type WaitKey = `link:${string}:${string}` | `system:${string}` | `switch:${string}` | `removals:${string}` | 'look-again'

/** What a run says about one subject. Codes and parameters, never sentences: the words are rendered where they are read. */
export type Verdict = {
  status: Extract<Status, 'completed' | 'skipped' | 'waiting' | 'held' | 'rehearsed' | 'failed'>
  needsAttention: boolean
  code: Code
  params: Record<string, string | number>
  /** For `waiting` and `held`: what it waits for. */
  waitsFor?: WaitKey
  /** For `waiting`: look again after this long, even if nothing woke it. */
  lookAgainMs?: number
}

export const completed = <C extends Code>(code: C, params: Params<C>): Verdict => ({
  status: 'completed',
  needsAttention: false,
  code,
  params,
})

/** Done, and yet there is something a person should know. */
export const completedButLook = <C extends Code>(code: C, params: Params<C>): Verdict => ({
  ...completed(code, params),
  needsAttention: true,
})

export const skipped = <C extends Code>(code: C, params: Params<C>): Verdict => ({
  status: 'skipped',
  needsAttention: false,
  code,
  params,
})

/** What is said of a signpost: whose business its hints are. */
export const passedOn = (keys: readonly Route[]): Verdict =>
  completed('run.passed_on', { to: keys.map(({ flow, subject }) => `${flow} ${subject}`).join(', ') })

export const rehearsed = <C extends Code>(code: C, params: Params<C>): Verdict => ({
  status: 'rehearsed',
  needsAttention: false,
  code,
  params,
})

export const waiting = <C extends Code>(waitsFor: WaitKey, code: C, params: Params<C>, lookAgainMs?: number): Verdict => ({
  status: 'waiting',
  needsAttention: false,
  code,
  params,
  waitsFor,
  ...(lookAgainMs === undefined ? {} : { lookAgainMs }),
})

export const held = <C extends Code>(waitsFor: WaitKey, code: C, params: Params<C>): Verdict => ({
  status: 'held',
  needsAttention: false,
  code,
  params,
  waitsFor,
})

export const needsAttention = <C extends Code>(code: C, params: Params<C>): Verdict => ({
  status: 'failed',
  needsAttention: true,
  code,
  params,
})

/** The verdict on what an error says about one record. */
export const needsAttentionBecause = ({ code, params }: CodedError): Verdict => ({
  status: 'failed',
  needsAttention: true,
  code,
  params,
})
