import { RetryLaterError } from '../domain/errors.ts'
import { needsAttention } from '../domain/verdicts.ts'
import type { Settled } from '../flows/flow.ts'
import type { HintVerdict } from '../ledger/settle.store.ts'
import type { Return } from '../queue/hand-back.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { retryDelayMs } from './retries.ts'
import type { Run } from './run.ts'

/** What an answer means for the hints and for the job: settled, or back into the queue. */
export function concluded(
  run: Run,
  job: ClaimedJob,
  { verdict }: Settled,
  arrived: ReadonlySet<string>,
): { verdict: HintVerdict['verdict']; back?: Return } {
  const back: Return = { job, afterMs: undefined, waitsFor: undefined, attempts: job.attempts, alone: false }
  if (verdict instanceof RetryLaterError) {
    const attempts = job.attempts + 1
    const alone = verdict.code === 'run.unexpected' && run.jobs.length > 1
    if (alone) return { verdict: again(verdict, job.attempts), back: { ...back, afterMs: 0, alone } }
    const retries = run.settings['events.retries']
    if (attempts >= retries.attempts)
      return { verdict: needsAttention('run.gave_up', { ...verdict.params, cause: verdict.code, attempts }) }
    return { verdict: again(verdict, attempts), back: { ...back, attempts, afterMs: retryDelayMs(verdict, attempts, retries) } }
  }
  if (verdict.status !== 'waiting') return { verdict }
  const hasArrived = verdict.waitsFor !== undefined && arrived.has(verdict.waitsFor)
  return { verdict, back: { ...back, waitsFor: verdict.waitsFor, afterMs: hasArrived ? 0 : verdict.lookAgainMs } }
}

const again = (error: RetryLaterError, attempt: number): HintVerdict['verdict'] => ({
  status: 'pending',
  needsAttention: false,
  code: 'run.again_soon',
  params: { ...error.params, cause: error.code, attempt },
})
