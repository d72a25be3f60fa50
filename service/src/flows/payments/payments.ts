import { type ZohoId, zohoId } from '../../domain/ids.ts'
import type { Route } from '../../domain/route.ts'
import { needsAttention, skipped } from '../../domain/verdicts.ts'
import type { Answer, Flow, FlowContext } from '../flow.ts'
import { type Gone, readSubjects } from '../reading.ts'
import { whoseMoney } from '../whose-money.ts'

const PLUGIN = 'local_campusbridge_set_finance'

/**
 * A signpost: whose money a payment is. It belongs to the finance of its student, and to that of whoever had it before; a deleted one finds
 * them in what was last known.
 */
export const payments: Flow = {
  name: 'payments',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    if (!(await context.moodle.offers(PLUGIN))) {
      return new Map(subjects.map(({ id }) => [id, { verdict: skipped('finance.no_plugin', {}) }]))
    }
    const { living, gone, answers } = await readSubjects(subjects, context.mappings.payments, 'payments', context)
    const holders = await whoseMoney(
      [...living, ...gone].map(({ subject }) => zohoId(subject.id)),
      context,
    )
    const before = ({ subject, known }: Gone): ZohoId[] => [
      ...new Set([...(known?.owners ?? []), ...holders(zohoId(subject.id))]),
    ]
    for (const one of living) answers.set(one.subject.id, whereTo(one.record, before(one), context))
    for (const one of gone) {
      const [owner, ...others] = before(one).map(financeOf)
      answers.set(
        one.subject.id,
        owner === undefined
          ? { verdict: skipped('finance.payment_unknown', { payment: zohoId(one.subject.id) }) }
          : { passOn: [owner, ...others] },
      )
    }
    return answers
  },
}

type Payment = ReturnType<FlowContext['mappings']['payments']['read']>

/** @param holders whose finance has known it until now */
function whereTo(payment: Payment, holders: readonly ZohoId[], { mappings }: FlowContext): Answer {
  const others = holders.filter((student) => student !== payment.student).map(financeOf)
  if (payment.student !== null) return { passOn: [financeOf(payment.student), ...others] }
  const field = mappings.payments.rules.student.from
  // Those who had it shall not keep it.
  return { verdict: needsAttention('finance.payment_without_student', { payment: payment.id, field }), feeds: others }
}

const financeOf = (student: ZohoId): Route => ({ flow: 'finance', subject: student })
