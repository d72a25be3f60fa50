import type { ZohoModule } from '../../domain/zoho-modules.ts'
import type { Rules } from '../../mapping/mapping.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import type { FlowContext } from '../flow.ts'
import { type Plan, recordHashIn } from './plan.ts'

/** Zoho's field for the time of our last change; the modules of the contract all call it so (reference/zoho.md Appendix A). */
const LAST_SYNC = 'Last_Sync_Date'

/**
 * The stamps that go back: of each payment that is new or changed, and of the student, once Moodle says what they say. Without a change of the
 * target there is no stamp. A record that we see for the first time and that carries its stamp already has it from a run of ours that could not
 * remember it. A time stamp alone has no state to compare: after a lost answer it is written once more.
 * @param written whether this run told Moodle something new about the student's money
 */
export function stampsFor(plan: Plan, written: boolean, { mappings }: Pick<FlowContext, 'mappings'>): ZohoChange[] {
  const { student, known, movedPayments, moved } = plan
  const stamp = stampOf(plan.subject.id)
  const due = (isNew: boolean, synced: boolean): boolean => written || !isNew || !synced
  return [
    ...movedPayments
      .filter(({ payment, isNew }) => due(isNew, payment.synced))
      .map(({ payment }) => stamp('BTEC_Payments', payment, mappings.payments.rules)),
    ...((moved || written) && due(recordHashIn(known) === undefined, student.synced)
      ? [stamp('BTEC_Students', student, mappings.finance.rules)]
      : []),
  ]
}

const stampOf =
  (subject: string) =>
  (
    module: ZohoModule,
    { id, synced }: { id: ZohoChange['record']; synced: boolean },
    { synced: { from } }: Rules & { synced: { from: string } },
  ): ZohoChange => ({
    subject,
    module,
    record: id,
    before: { [from]: synced },
    after: { [from]: true, [LAST_SYNC]: `${new Date().toISOString().slice(0, 19)}Z` },
  })
