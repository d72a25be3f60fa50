import { type NeedsAttentionError, RetryLaterError } from '../../domain/errors.ts'
import type { MoodleUserId } from '../../domain/ids.ts'
import { completed, completedButLook, needsAttentionBecause, type Verdict } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import type { Answer, FlowContext, Settled } from '../flow.ts'
import type { Plan } from './plan.ts'
import { stateOfStudent } from './state.ts'

/** What became of one student, from what was planned and what the systems answered. */
export function answerFor(
  plan: Plan,
  account: MoodleUserId | undefined,
  results: (Written<unknown> | undefined)[],
  context: FlowContext,
): Answer {
  if (plan.do === 'nothing') {
    // Decided and settled like a change: the next bulk read need not ask again.
    if (plan.verdict.status === 'skipped') {
      return {
        verdict: plan.verdict,
        remember: { records: [{ ...stateOfStudent(plan.student, null, context), changed: false }] },
      }
    }
    const lost = plan.twin.kind === 'blocked' && plan.twin.code === 'student.deleted_in_moodle' ? plan.twin.user : null
    return {
      verdict: plan.verdict,
      ...(lost === null
        ? {}
        : { remember: { links: [{ module: 'BTEC_Students', zohoId: plan.student.id, moodleId: lost, deletedInMoodle: true }] } }),
    }
  }
  const observed = { moodle: observedAccount(plan), zoho: { Student_Moodle_ID: plan.student.moodleId } }
  const links = account === undefined ? [] : [{ module: 'BTEC_Students' as const, zohoId: plan.student.id, moodleId: account }]
  const refusal = results.find((result) => result?.outcome === 'refused')
  if (refusal?.outcome === 'refused') {
    return { verdict: refusalVerdict(refusal.error), remember: { links }, observed }
  }
  const changed = results.some((result) => result?.outcome === 'done')
  const state = stateOfStudent(
    { ...plan.student, moodleId: account === undefined ? '' : String(account) },
    account ?? null,
    context,
  )
  return { verdict: verdictOf(plan, account, results), remember: { links, records: [{ ...state, changed }] }, observed }
}

/** Passing trouble of one record is tried again; anything else is for a person. */
export const refusalVerdict = (error: NeedsAttentionError | RetryLaterError): Settled['verdict'] =>
  error instanceof RetryLaterError ? error : needsAttentionBecause(error)

const observedAccount = (plan: Plan): Record<string, string | boolean> | null => {
  if (plan.do !== 'change') return null
  const { id: _id, deleted: _deleted, ...fields } = plan.user
  return fields
}

function verdictOf(plan: Plan, account: MoodleUserId | undefined, results: (Written<unknown> | undefined)[]): Verdict {
  const user = account ?? '?'
  const { note } = plan
  if (plan.do === 'create')
    return completed('student.created', { user, fields: Object.keys(plan.account.profile).join(', '), note })
  if (plan.do !== 'change') return plan.verdict
  const { after } = plan.change
  const fields = Object.keys(after).join(', ')
  if (plan.standing === 'suspended' && after.suspended === undefined && !plan.user.suspended)
    return completed('student.kept_for_teacher', { user, status: plan.student.status })
  if (after.suspended === true) return completed('student.suspended', { user, status: plan.student.status })
  if (after.suspended === false) return completed('student.reactivated', { user, fields, note })
  if (plan.standing === 'active' && plan.user.suspended) return completedButLook('student.left_suspended', { user })
  if (plan.twin.kind === 'adopt') return completed('student.adopted', { user, fields: fields || 'none', note })
  if (fields !== '') return completed('student.updated', { user, fields, note })
  const toldZoho = results.some((result) => result?.outcome === 'done')
  return toldZoho ? completed('student.id_written_back', { user, note }) : completed('student.in_step', { user, note })
}
