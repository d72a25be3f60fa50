import type { ZohoId } from '../domain/ids.ts'
import { type Route, sameRoute } from '../domain/route.ts'
import { needsAttention, passedOn, type Verdict } from '../domain/verdicts.ts'
import type { Answer } from '../flows/flow.ts'
import type { Feeding } from '../ledger/feed.store.ts'
import type { HintVerdict } from '../ledger/settle.store.ts'
import type { NewLink } from '../ports/memory.ts'
import type { Return } from '../queue/hand-back.ts'
import type { ClaimedJob } from '../queue/job.ts'
import type { AnswerOf } from './answers.ts'
import { concluded } from './conclude.ts'
import type { Run } from './run.ts'
import type { Sorted } from './switches.ts'

/** What the answers of a run mean for hints, keys and jobs. */
export type Judged = {
  verdicts: HintVerdict[]
  /** What signposts did: part of the event's story, but no outcome of it. */
  passes: HintVerdict[]
  feedings: Feeding[]
  returns: Return[]
  /** Whose flow gave the last word, so that what it remembers is kept: not those whose hints merely were switched off. */
  settled: ClaimedJob[]
  /** Whose older failures are over: a flow that has nothing to do has nothing to complain about either. */
  inStep: { flow: string; subject: string; by: number }[]
}

/** What the database says while the answers are judged. */
type Found = {
  /** The links that another record had taken. */
  lost: ReadonlySet<NewLink>
  /** The keys that waited for a parent which these answers link. */
  childrenOf: (parent: ZohoId) => readonly Route[]
  /** What answers wait for, and is there. */
  arrived: ReadonlySet<string>
}

/** Judges the answers of a run, without asking anybody anything. */
export function judge(run: Run, jobs: readonly ClaimedJob[], sorted: Sorted, answerOf: AnswerOf, found: Found): Judged {
  const judged: Judged = { verdicts: [], passes: [], feedings: [], returns: [], settled: [], inStep: [] }
  for (const job of jobs) {
    const { on, off } = sorted.get(job) ?? { on: [], off: [] }
    judged.verdicts.push(...off.map(({ hint, verdict }) => ofHints(job, [hint.id], verdict)))
    const hints = on.map(({ id }) => id)
    const by = hints.at(-1)
    if (by === undefined) continue
    const said = answerOf(job)
    const taken = said.remember?.links?.find((mine) => found.lost.has(mine))
    const answer: Answer = taken === undefined ? said : { verdict: takenByAnother(taken) }

    const keys = answer.passOn ?? fedBy(answer, found)
    if (keys.length > 0) judged.feedings.push({ job, hints, keys, signpost: answer.passOn !== undefined })
    if (answer.passOn !== undefined) {
      judged.passes.push(ofHints({ ...job, hints }, hints, passedOn(answer.passOn)))
      judged.settled.push(job)
      judged.inStep.push({ flow: job.flow, subject: job.subject, by })
      continue
    }
    const { verdict, back } = concluded(run, job, answer, found.arrived)
    judged.verdicts.push({
      ...ofHints({ ...job, hints }, hints, verdict),
      retryCount: back?.attempts ?? job.attempts,
      nextAttemptAt: back?.afterMs === undefined ? undefined : new Date(Date.now() + back.afterMs),
    })
    if (back !== undefined) judged.returns.push({ ...back, job: { ...job, hints } })
    if (verdict.status !== 'completed' && verdict.status !== 'skipped') continue
    judged.settled.push(job)
    if (!verdict.needsAttention) judged.inStep.push({ flow: job.flow, subject: job.subject, by })
  }
  return judged
}

const ofHints = (job: ClaimedJob, hints: ClaimedJob['hints'], verdict: HintVerdict['verdict']): HintVerdict => ({
  job,
  hints,
  verdict,
  retryCount: job.attempts,
  nextAttemptAt: undefined,
})

/** What the flow says, and the children that waited for what it links. */
const fedBy = ({ feeds = [], remember }: Answer, { childrenOf }: Found): Route[] => [
  ...feeds,
  ...(remember?.links ?? [])
    .flatMap(({ zohoId }) => childrenOf(zohoId))
    .filter((key) => !feeds.some((fed) => sameRoute(fed, key))),
]

/** Somebody else linked the same object at the same moment. */
const takenByAnother = ({ module, zohoId, moodleId }: NewLink): Verdict =>
  module === 'BTEC_Students'
    ? needsAttention('student.account_taken', { student: zohoId, user: moodleId })
    : needsAttention('link.taken', { module, record: zohoId, object: moodleId })
