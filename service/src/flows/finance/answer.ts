import { RetryLaterError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import { completed, completedButLook, needsAttentionBecause, skipped, type Verdict } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import { stateHashOf } from '../../mapping/mapping.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, FlowContext, LookAlsoAt, Settled } from '../flow.ts'
import { type Plan, recordHashIn } from './plan.ts'
import { statesOf } from './state.ts'

/** What became of what was planned for one student. */
export type Outcome = {
  /** What Moodle said; undefined when there was nothing to tell it. */
  moodle: Written | undefined
  stamps: readonly { record: ZohoId; result: Written }[]
  /** What was known of the payments that Zoho has no more. */
  lost: readonly KnownRecord[]
  /** Registrations that must be asked to look for themselves. */
  strangers: readonly LookAlsoAt[]
}

export function answerFor(plan: Plan, { moodle, stamps, lost, strangers }: Outcome, context: FlowContext): Answer {
  const observed = observedBy(plan)
  const refusal = [moodle, ...stamps.map(({ result }) => result)].find((result) => result?.outcome === 'refused')
  if (refusal?.outcome === 'refused') return { verdict: verdictOn(refusal.error), observed }
  if (isEcho(plan, lost, context)) return { verdict: skipped('record.echo', {}), observed }

  const stamped = new Set(stamps.filter(({ result }) => result.outcome === 'done').map(({ record }) => record))
  const changed = moodle?.outcome === 'done'
  return {
    verdict: verdictOf(plan, changed),
    remember: { records: statesOf(plan, stamped, changed, lost, context) },
    observed,
    ...(strangers.length === 0 ? {} : { lookAlsoAt: strangers }),
  }
}

const verdictOn = (error: Parameters<typeof needsAttentionBecause>[0] | RetryLaterError): Settled['verdict'] =>
  error instanceof RetryLaterError ? error : needsAttentionBecause(error)

/** Nobody asked, and everything is as we left it: the payments too, and none is missing. */
function isEcho(plan: Plan, lost: readonly KnownRecord[], { mappings }: FlowContext): boolean {
  const { subject, known, student, change, moved, movedPayments } = plan
  return (
    subject.mayBeEcho &&
    known?.inDoubt === false &&
    change === undefined &&
    !moved &&
    movedPayments.length + lost.length === 0 &&
    known.stateHash === stateHashOf(mappings.finance, student)
  )
}

function verdictOf({ look, currencies, record, change, stored, known }: Plan, changed: boolean): Verdict {
  const student = record.zohoid
  if (look === 'finance.currencies_differ') return completedButLook(look, { student, currencies: currencies.join(', ') })
  if (look === 'finance.fee_unclear') return completedButLook(look, { student })
  if (!changed) return completed('finance.in_step', { student })
  const isNew = stored === null || (stored === undefined && recordHashIn(known) === undefined)
  if (isNew) return completed('finance.created', { student, payments: record.payments.length })
  return completed('finance.updated', { student, parts: Object.keys(change?.before ?? {}).join(', ') || 'all' })
}

/** What stood on both sides before this run changed anything. Moodle's side only where it was asked. */
function observedBy({ stored, student, money }: Plan): NonNullable<Settled['observed']> {
  const zoho = { Synced_to_Moodle: student.synced && money.payments.every(({ synced }) => synced) }
  if (stored === undefined) return { zoho }
  if (stored === null) return { zoho, moodle: null }
  return {
    zoho,
    moodle: Object.fromEntries(Object.entries(stored).flatMap(([part, said]) => (said === null ? [] : [[part, said]]))),
  }
}
