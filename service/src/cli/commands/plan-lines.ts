import type { Change } from '../../plans/change.ts'
import type { Flag } from '../../plans/flags.ts'
import type { ItemStatus, PlanItem } from '../../plans/plan-items.store.ts'
import type { PlanSummary } from '../../verbs/plans.ts'
import { say, sayInOneLine } from '../../words/words.ts'
import { clock, plural } from '../columns.ts'

const flagWords: Record<Flag, (count: number) => string> = {
  removes: (count) => `${plural(count, 'removal')} (suspended or taken away, see --flag removes)`,
  email: (count) => `${plural(count, 'change')} of an e-mail address`,
  creates: (count) => `${count} with something new in Moodle`,
  adopts: (count) => `${plural(count, 'adoption')} of what is in Moodle already`,
  mails: (count) => `${plural(count, 'e-mail')} with a new password that Moodle would send`,
}

const statusWords: Record<ItemStatus, string> = {
  planned: 'would change',
  noted: 'would fail or wait, and nothing of them is applied',
  applied: 'applied',
  applied_differently: 'applied, but not quite as planned',
  moved: 'refused, because they moved since',
  failed: 'failed',
  skipped: 'skipped',
  held: 'held by a switch, or only rehearsed',
}

/** What a plan comes to, for people. */
export function summaryLines({ plan, counts }: PlanSummary): string[] {
  const { zohoCredits, moodleCalls } = plan.price
  return [
    `Plan ${plan.id} of ${plan.scope.names.join(', ')} is ${plan.status}: ${plural(plan.lookedAt, 'thing')} looked at, ${plan.inStep} in step.`,
    ...Object.entries(statusWords).flatMap(([status, words]) => {
      const count = counts.byStatus[status as ItemStatus]
      return count === undefined ? [] : [`  ${count} ${words}`]
    }),
    ...Object.entries(flagWords).flatMap(([flag, words]) => {
      const count = counts.byFlag[flag as Flag]
      return count === undefined ? [] : [`  ${words(count)}`]
    }),
    ...(zohoCredits === undefined
      ? []
      : [`Applying it takes about ${plural(zohoCredits, 'Zoho credit')} and ${plural(moodleCalls ?? 0, 'call')} of Moodle.`]),
    ...(plan.trouble === null ? [] : [sayInOneLine(plan.trouble.code, plan.trouble.params)]),
    ...(plan.expiresAt === null || plan.status === 'applied' ? [] : [`It may be applied until ${clock(plan.expiresAt)} (UTC).`]),
  ]
}

/** One thing of a plan, field by field. */
export function itemLines({ flow, subject, status, flags, changes, verdict, done }: PlanItem): string[] {
  const marks = [...(status === 'planned' ? [] : [status.replace('_', ' ')]), ...flags].join(', ')
  const head = `${flow} ${subject}${marks === '' ? '' : ` (${marks})`}`
  // Of what is only planned, the changes say more than the verdict.
  const says = verdict === null || status === 'planned' || status === 'applied' ? '' : say(verdict.code, verdict.params).what
  return [
    says === '' ? head : `${head}: ${says}`,
    ...changes.flatMap(changeLines),
    ...(done === null ? [] : ['  what was changed:', ...done.flatMap(changeLines)]),
  ]
}

const changeLines = ({ system, action, changes }: Change): string[] =>
  Object.entries(changes).map(
    ([field, { before, after }]) =>
      `    ${system} ${action} ${field}: ${JSON.stringify(before ?? '')} → ${JSON.stringify(after ?? '')}`,
  )
