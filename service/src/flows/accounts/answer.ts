import { type NeedsAttentionError, RetryLaterError } from '../../domain/errors.ts'
import type { MoodleUserId } from '../../domain/ids.ts'
import { completed, completedButLook, needsAttentionBecause, type Verdict } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import type { NewLink } from '../../ports/memory.ts'
import type { FlowContext, Settled } from '../flow.ts'
import type { Told } from './dashboard.ts'
import { inTheWordsOf, type Kind } from './kind.ts'
import type { Plan } from './plan.ts'
import { stateOfPerson } from './state.ts'

/** What the systems answered about one person. */
export type Done = {
  account: MoodleUserId | undefined
  ofAccount: Written<unknown> | undefined
  ofZoho: Written<unknown> | undefined
  dashboard: Told | undefined
}

/** What became of one person, from what was planned and what the systems answered. */
export function answerFor(kind: Kind, plan: Plan, done: Done, { mappings }: Pick<FlowContext, 'mappings'>): Settled {
  const { person, twin } = plan
  const { account, dashboard } = done
  if (plan.do === 'nothing') {
    // Decided and settled like a change: the next bulk read need not ask again.
    if (plan.verdict.status === 'skipped') {
      return { verdict: plan.verdict, remember: { records: [{ ...stateOfPerson(kind, person, null), changed: false }] } }
    }
    const lost = twin.kind === 'blocked' && twin.code === 'deleted_in_moodle' ? twin.user : null
    return {
      verdict: plan.verdict,
      ...(lost === null ? {} : { remember: { links: [{ ...linkOf(kind, plan, lost), deletedInMoodle: true }] } }),
    }
  }
  const observed = { moodle: observedAccount(plan, dashboard), zoho: { [kind.moodleIdField(mappings)]: person.moodleId } }
  const links = account === undefined ? [] : [linkOf(kind, plan, account)]
  const results = [done.ofAccount, dashboard?.written, done.ofZoho]
  const refusal = results.find((result) => result?.outcome === 'refused')
  if (refusal?.outcome === 'refused') {
    return { verdict: refusalVerdict(kind, refusal.error), remember: { links }, observed }
  }
  const changed = results.some((result) => result?.outcome === 'done')
  const state = stateOfPerson(kind, person, account ?? null, dashboard?.hash)
  return { verdict: verdictOf(kind, plan, done), remember: { links, records: [{ ...state, changed }] }, observed }
}

/** Passing trouble of one record is tried again; anything else is for a person. */
export const refusalVerdict = (kind: Kind, error: NeedsAttentionError | RetryLaterError): Settled['verdict'] =>
  error instanceof RetryLaterError ? error : needsAttentionBecause(inTheWordsOf(kind, error))

const linkOf = ({ module }: Kind, { person }: Plan, account: MoodleUserId): NewLink => ({
  module,
  zohoId: person.id,
  moodleId: account,
})

/** What a dashboard knew shows only in what it answered: it had nothing else to say, or something else. */
function observedAccount(plan: Plan, dashboard: Told | undefined): Record<string, string | boolean> | null {
  if (plan.do !== 'change') return null
  const { id: _id, deleted: _deleted, ...fields } = plan.user
  const number = plan.person.dashboard?.number
  if (dashboard?.written === undefined || number === undefined) return fields
  return { ...fields, student_id: dashboard.written.outcome === 'unchanged' ? number : '' }
}

function verdictOf(kind: Kind, plan: Plan, { account, ofZoho, dashboard }: Done): Verdict {
  const user = account ?? '?'
  const { note, person } = plan
  if (plan.do === 'create')
    return completed(kind.codes.created, { user, fields: Object.keys(plan.account.profile).join(', '), note })
  if (plan.do !== 'change') return plan.verdict
  const { after } = plan.change
  const fields = Object.keys(after).join(', ')
  if (person.standing === 'suspended' && after.suspended === undefined && !plan.user.suspended)
    return completed('student.kept_for_teacher', { user, status: person.status })
  if (after.suspended === true) return completed('student.suspended', { user, status: person.status })
  if (after.suspended === false) return completed(kind.codes.reactivated, { user, fields, note })
  if (person.standing === 'active' && plan.user.suspended) return completedButLook(kind.codes.left_suspended, { user })
  if (plan.twin.kind === 'adopt') return completed(kind.codes.adopted, { user, fields: fields || 'none', note })
  if (fields !== '') return completed(kind.codes.updated, { user, fields, note })
  if (ofZoho?.outcome === 'done') return completed(kind.codes.id_written_back, { user, note })
  if (dashboard?.written?.outcome === 'done') return completed('student.dashboard_told', { user, note })
  return completed(kind.codes.in_step, { user, note })
}
