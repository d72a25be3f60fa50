import { type ZohoId, zohoId } from '../../domain/ids.ts'
import type { Route } from '../../domain/route.ts'
import { needsAttention, skipped } from '../../domain/verdicts.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, Flow, FlowContext } from '../flow.ts'
import { type Living, readSubjects } from '../reading.ts'

const PLUGIN = 'local_campusbridge_set_finance'

/**
 * A signpost: whose money a payment is. It belongs to the finance of its student, and to that of the student who had it before; a deleted
 * one finds its owner in what was last known of it.
 */
export const payments: Flow = {
  name: 'payments',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    if (!(await context.moodle.offers(PLUGIN))) {
      return new Map(subjects.map(({ id }) => [id, { verdict: skipped('finance.no_plugin', {}) }]))
    }
    const { living, gone, answers } = await readSubjects(subjects, context.mappings.payments, 'payments', context)
    for (const one of living) answers.set(one.subject.id, whereTo(one, context))
    for (const { subject, known } of gone) {
      const [owner] = known?.owners ?? []
      answers.set(
        subject.id,
        owner === undefined
          ? { verdict: skipped('finance.payment_unknown', { payment: zohoId(subject.id) }) }
          : { passOn: [financeOf(owner)] },
      )
    }
    return answers
  },
}

function whereTo(
  { record: payment, known }: Living<FlowContext['mappings']['payments']['rules']>,
  { mappings }: FlowContext,
): Answer {
  const before = formerOwner(payment.student, known)
  if (payment.student !== null) return { passOn: [financeOf(payment.student), ...before] }
  const field = mappings.payments.rules.student.from
  // The one who had it shall not keep it.
  return { verdict: needsAttention('finance.payment_without_student', { payment: payment.id, field }), feeds: before }
}

const formerOwner = (student: ZohoId | null, known: KnownRecord | undefined): Route[] => {
  const [owner] = known?.owners ?? []
  return owner === undefined || owner === student ? [] : [financeOf(owner)]
}

const financeOf = (student: ZohoId): Route => ({ flow: 'finance', subject: student })
