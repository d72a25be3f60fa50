import type { MoodleUserId, ZohoId } from '../../domain/ids.ts'
import { needsAttention, skipped } from '../../domain/verdicts.ts'
import type { Written } from '../../domain/written.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import { childrenOf } from '../children.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { aboutAccounts } from './about-accounts.ts'
import { answerFor } from './answer.ts'
import { createAccounts } from './create-accounts.ts'
import { tellDashboards } from './dashboard.ts'
import { findTwins } from './find-twins.ts'
import type { Kind, KnownLinks } from './kind.ts'
import type { LivingPerson, Person } from './person.ts'
import { type Plan, planFor, refuseSharedNames } from './plan.ts'
import { secondLooks } from './second-looks.ts'
import { stateOfPerson } from './state.ts'

/** Makes Moodle say what Zoho says about these living people, and Zoho know their accounts. Safe to run twice, and after a crash at any line. */
export async function bringIntoMoodle(
  kind: Kind,
  living: readonly LivingPerson[],
  links: KnownLinks,
  context: FlowContext,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  const worthLooking = living.filter(({ person, subject }) => {
    const answer = answerWithoutLooking(kind, person)
    if (answer !== undefined) answers.set(subject.id, answer)
    return answer === undefined
  })

  const people = worthLooking.map(({ person }) => person)
  const twins = await findTwins(people, kind, links, context)
  const about = await aboutAccounts(kind, people, twins, context)
  const plans = worthLooking.map((one) => planFor(kind, one, twins.get(one.person.id), about, context))
  refuseSharedNames(kind, plans)

  const creating = plans.filter((plan) => plan.do === 'create')
  const changing = plans.filter((plan) => plan.do === 'change').filter(({ change }) => Object.keys(change.after).length > 0)
  const created = await createAccounts(
    creating.map(({ account }) => account),
    context,
  )
  const changed = await context.moodle.updateUsers(changing.map(({ change }) => change))
  const accounts = new Map<ZohoId, Written<MoodleUserId>>(
    creating.map((plan, index) => [plan.person.id, created[index] ?? WITHHELD]),
  )
  const updates = new Map<ZohoId, Written>(changing.map((plan, index) => [plan.person.id, changed[index] ?? WITHHELD]))

  const accountOf = (plan: Plan): MoodleUserId | undefined => {
    if (plan.do === 'change') return plan.user.id
    const account = accounts.get(plan.person.id)
    return account?.outcome === 'done' ? account.value : undefined
  }
  const dashboards = await tellDashboards(plans, accountOf, context)
  const tellings = plans.flatMap((plan) => tellingZoho(kind, plan, accountOf(plan), context))
  const told = await context.zoho.updateRecords(tellings)
  const tellingOf = new Map(tellings.map((telling, index) => [telling.record, told[index] ?? WITHHELD]))

  const linkedNow = plans.flatMap((plan) =>
    accountOf(plan) === undefined || isLinked(plan.person.id, links) ? [] : [plan.person.id],
  )
  const children = await childrenOf(linkedNow, kind.children, context)
  const looks = await secondLooks(kind, plans, linkedNow, context)
  for (const plan of plans) {
    const { id } = plan.person
    const done = {
      account: accountOf(plan),
      ofAccount: accounts.get(id) ?? updates.get(id),
      ofZoho: tellingOf.get(id),
      dashboard: dashboards.get(id),
    }
    const [feeds, lookAlsoAt] = [children.get(id), looks.get(id)]
    answers.set(plan.subject.id, {
      ...answerFor(kind, plan, done, context),
      ...(feeds === undefined ? {} : { feeds }),
      ...(lookAlsoAt === undefined ? {} : { lookAlsoAt }),
    })
  }
  return answers
}

const WITHHELD = { outcome: 'withheld' } as const

/** One whose account somebody deleted has none for the records that depend on it. */
const isLinked = (id: ZohoId, links: KnownLinks): boolean => links.get(id)?.deletedInMoodle === false

/** Some need no look at Moodle: their status says so. */
function answerWithoutLooking(kind: Kind, person: Person): Answer | undefined {
  const { standing, status } = person
  if (standing === 'none') {
    return {
      verdict: skipped('student.no_account_yet', { status }),
      remember: { records: [{ ...stateOfPerson(kind, person, null), changed: false }] },
    }
  }
  if (standing === 'unknown') return { verdict: needsAttention('student.unknown_status', { student: person.id, status }) }
  return undefined
}

/** Written only when it differs: that is what ends the loop of a write that fires its own workflow. */
function tellingZoho(kind: Kind, plan: Plan, account: MoodleUserId | undefined, { mappings }: FlowContext): ZohoChange[] {
  if (plan.do === 'nothing') return []
  if (account === undefined || plan.person.moodleId === String(account)) return []
  const { id, moodleId } = plan.person
  const field = kind.moodleIdField(mappings)
  return [{ subject: id, module: kind.module, record: id, before: { [field]: moodleId }, after: { [field]: String(account) } }]
}
