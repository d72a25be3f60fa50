import { countOutage, openBreaker } from '../connections/breaker.store.ts'
import type { Tx } from '../db/database.ts'
import { CodedError, RetryLaterError, type System, type SystemHeldError } from '../domain/errors.ts'
import { sameRoute } from '../domain/route.ts'
import { needsAttentionBecause } from '../domain/verdicts.ts'
import type { Answer } from '../flows/flow.ts'
import type { ClaimedJob } from '../queue/job.ts'
import type { Run } from './run.ts'
import { waitForSystem } from './system-waits.ts'

/** How a run of a set ended: with an answer for each subject, or with something that concerns them all. */
export type Outcome =
  | { kind: 'answers'; answers: ReadonlyMap<string, Answer> }
  | { kind: 'system held'; error: SystemHeldError }
  | { kind: 'trouble'; error: unknown }

export type AnswerOf = (job: ClaimedJob) => Answer

/** One answer per job, whatever happened to the set as a whole. Opens the breaker when a system is down. */
export async function answersOfAll(tx: Tx, run: Run, jobs: readonly ClaimedJob[], outcome: Outcome): Promise<AnswerOf> {
  if (outcome.kind === 'answers') {
    const unanswered: Answer = { verdict: new RetryLaterError('run.unexpected', { kind: 'no answer' }) }
    const lost: Answer = { verdict: new RetryLaterError('run.unexpected', { kind: 'passed on to itself' }) }
    return (job) => {
      const answer = outcome.answers.get(job.subject) ?? unanswered
      return answer.passOn?.some((key) => sameRoute(key, job)) ? lost : answer
    }
  }
  if (outcome.kind === 'system held') {
    const { system, code, params, retryAfterMs } = outcome.error
    await openBreaker(tx, system, { code, params, probeAfterMs: retryAfterMs ?? run.settings['breaker.probe_ms'] })
    return () => waitForSystem(system, code, params)
  }
  const { error } = outcome
  if (error instanceof RetryLaterError) {
    if (error.system === undefined || !(await outageOpensBreaker(tx, run, error.system, error))) return () => ({ verdict: error })
    const { system, code, params } = error
    return () => waitForSystem(system, code, params)
  }
  if (error instanceof CodedError && jobs.length === 1) return () => ({ verdict: needsAttentionBecause(error) })
  const unexpected: Answer = {
    verdict: new RetryLaterError('run.unexpected', { kind: error instanceof Error ? error.name : 'unknown' }),
  }
  return () => unexpected
}

async function outageOpensBreaker(tx: Tx, run: Run, system: System, error: RetryLaterError): Promise<boolean> {
  if ((await countOutage(tx, system)) < run.settings['breaker.outages']) return false
  const probeAfterMs = error.retryAfterMs ?? run.settings['breaker.probe_ms']
  await openBreaker(tx, system, { code: error.code, params: error.params, probeAfterMs })
  return true
}
