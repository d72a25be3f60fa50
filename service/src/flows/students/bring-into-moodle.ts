import type { MoodleUserId, ZohoId } from '../../domain/ids.ts'
import { needsAttention, skipped } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { answerFor } from './answer.ts'
import { findTwins, type KnownLinks, type Twin } from './find-twins.ts'
import { type Plan, planFor, refuseSharedNames } from './plan.ts'
import { standingOf } from './standing.ts'
import { stateOfStudent } from './state.ts'
import type { LivingStudent, Student } from './student.ts'

/** Makes Moodle say what Zoho says about these living students, and Zoho know their accounts. Safe to run twice, and after a crash at any line. */
export async function bringIntoMoodle(
  living: readonly LivingStudent[],
  links: KnownLinks,
  context: FlowContext,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  const worthLooking = living.filter(({ record: student, subject }) => {
    const answer = answerWithoutLooking(student, context)
    if (answer !== undefined) answers.set(subject.id, answer)
    return answer === undefined
  })

  const twins = await findTwins(
    worthLooking.map(({ record }) => record),
    links,
    context,
  )
  const about = {
    liftable: await suspensionsToLift(worthLooking, twins, context),
    teachers: await teachersAmong(worthLooking, twins, context),
  }
  const plans = worthLooking.map((one) => planFor(one, twins.get(one.record.id), about, context))
  refuseSharedNames(plans)

  const creating = plans.filter((plan) => plan.do === 'create')
  const changing = plans.filter((plan) => plan.do === 'change').filter(({ change }) => Object.keys(change.after).length > 0)
  const created = await context.moodle.createUsers(creating.map(({ account }) => account))
  const changed = await context.moodle.updateUsers(changing.map(({ change }) => change))
  const accounts = new Map<ZohoId, Written<MoodleUserId>>(
    creating.map((plan, index) => [plan.student.id, created[index] ?? WITHHELD]),
  )
  const updates = new Map<ZohoId, Written>(changing.map((plan, index) => [plan.student.id, changed[index] ?? WITHHELD]))

  const accountOf = (plan: Plan): MoodleUserId | undefined => {
    if (plan.do === 'change') return plan.user.id
    const account = accounts.get(plan.student.id)
    return account?.outcome === 'done' ? account.value : undefined
  }
  const tellings = plans.flatMap((plan) => tellingZoho(plan, accountOf(plan), context))
  const told = await context.zoho.updateRecords(tellings)
  const tellingOf = new Map(tellings.map((telling, index) => [telling.record, told[index] ?? WITHHELD]))

  for (const plan of plans) {
    const results = [accounts.get(plan.student.id), updates.get(plan.student.id), tellingOf.get(plan.student.id)]
    answers.set(plan.subject.id, answerFor(plan, accountOf(plan), results, context))
  }
  return answers
}

const WITHHELD = { outcome: 'withheld' } as const

/** Some students need no look at Moodle: their status says so. */
function answerWithoutLooking(student: Student, context: FlowContext): Answer | undefined {
  const standing = standingOf(student.status, context.settings['students.statuses'])
  if (standing === 'none') {
    return {
      verdict: skipped('student.no_account_yet', { status: student.status }),
      remember: { records: [{ ...stateOfStudent(student, null, context), changed: false }] },
    }
  }
  if (standing === 'unknown') {
    return { verdict: needsAttention('student.unknown_status', { student: student.id, status: student.status }) }
  }
  return undefined
}

/** Only a suspension of ours may be lifted: asked for those who are suspended over there and should not be. */
async function suspensionsToLift(
  living: readonly LivingStudent[],
  twins: Map<ZohoId, Twin>,
  context: FlowContext,
): Promise<Set<string>> {
  const suspended = living.filter(({ record: student }) => {
    const twin = twins.get(student.id)
    const isSuspended = (twin?.kind === 'linked' || twin?.kind === 'adopt') && twin.user.suspended
    return isSuspended && standingOf(student.status, context.settings['students.statuses']) === 'active'
  })
  return suspended.length === 0 ? new Set() : context.records.suspendedByUs(suspended.map(({ record }) => record.id))
}

/** Whose accounts belong to a teacher too: asked for those who are to be suspended. */
async function teachersAmong(
  living: readonly LivingStudent[],
  twins: Map<ZohoId, Twin>,
  context: FlowContext,
): Promise<Set<MoodleUserId>> {
  const accounts = living.flatMap(({ record: student }) => {
    const twin = twins.get(student.id)
    const isTheirs = twin?.kind === 'linked' || twin?.kind === 'adopt'
    return isTheirs && standingOf(student.status, context.settings['students.statuses']) === 'suspended' ? [twin.user.id] : []
  })
  return accounts.length === 0 ? new Set() : new Set((await context.links.zohoOf('BTEC_Teachers', accounts)).keys())
}

/** Written only when it differs: that is what ends the loop of a write that fires its own workflow. */
function tellingZoho(plan: Plan, account: MoodleUserId | undefined, { mappings }: FlowContext): ZohoChange[] {
  if (plan.do === 'nothing') return []
  if (account === undefined || plan.student.moodleId === String(account)) return []
  const { id, moodleId } = plan.student
  const { from } = mappings.students.rules.moodleId
  return [
    {
      subject: id,
      module: 'BTEC_Students',
      record: id,
      before: { [from]: moodleId },
      after: { [from]: String(account) },
    },
  ]
}
