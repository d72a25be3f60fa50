import { RetryLaterError } from '../../domain/errors.ts'
import type { MoodleUserId, ZohoId } from '../../domain/ids.ts'
import { skipped } from '../../domain/verdicts.ts'
import { refused, type Written } from '../../domain/written.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, FlowContext } from '../flow.ts'
import type { Living } from '../reading.ts'
import { answerFor } from './answer.ts'
import { saysNothing } from './finance-record.ts'
import { type MoneyRecords, readMoneyRecords } from './money-records.ts'
import { obstacleIn } from './obstacles.ts'
import { partsOf, seenBeside } from './parts.ts'
import { type KnownPayments, type Plan, planFor, recordHashIn } from './plan.ts'
import { registrationsUnheardOf } from './registrations-unheard-of.ts'
import { stateOfNothing, stateOfObstructed } from './state.ts'
import { stampsFor } from './tell-zoho.ts'

/** A student who can be read in Zoho and has an account in Moodle. */
export type Linked = Living<FlowContext['mappings']['finance']['rules']> & { user: MoodleUserId }

/** Makes Moodle say of these students' money what Zoho says, and Zoho know it. Safe to run twice, and after a crash at any line. */
export async function bringIntoMoodle(living: readonly Linked[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  const moneyOf = await readMoneyRecords(
    living.map(({ record }) => record.id),
    context,
  )
  const sayable = living.flatMap((one) => {
    const money = moneyOf(one.record.id)
    const answer = answerWithoutWriting(one, money, context)
    if (answer === undefined) return [{ ...one, money }]
    answers.set(one.subject.id, answer)
    return []
  })
  const plans = await plansFor(sayable, context)
  const deleted = await deletedAmong(plans, context)

  const changing = plans.filter((plan) => plan.change !== undefined)
  const told = await context.moodle.setFinance(changing.flatMap(({ change }) => change ?? []))
  const inMoodle = await confirmed(new Map(changing.map((plan, index) => [plan, told[index] ?? WITHHELD])), context)

  const stamps = plans
    .filter((plan) => isThere(inMoodle.get(plan)))
    .flatMap((plan) => stampsFor(plan, inMoodle.get(plan)?.outcome === 'done', context).map((stamp) => ({ plan, stamp })))
  const stamped = await context.zoho.updateRecords(stamps.map(({ stamp }) => stamp))
  const stampsOf = Map.groupBy(
    stamps.map(({ plan, stamp }, index) => ({ plan, record: stamp.record, result: stamped[index] ?? WITHHELD })),
    ({ plan }) => plan,
  )
  const strangers = await registrationsUnheardOf(plans, context)
  for (const plan of plans) {
    const outcome = {
      moodle: inMoodle.get(plan),
      stamps: stampsOf.get(plan) ?? [],
      lost: deleted(plan),
      strangers: strangers(plan),
    }
    answers.set(plan.subject.id, answerFor(plan, outcome, context))
  }
  return answers
}

const WITHHELD = { outcome: 'withheld' } as const

/**
 * Moodle leaves a payment alone that another student's item changed after we began to read, and says nothing of it. So where a payment changed
 * hands we look whether it came, and if it did not, read again.
 */
async function confirmed(inMoodle: Map<Plan, Written>, context: FlowContext): Promise<Map<Plan, Written>> {
  const claiming = [...inMoodle].filter(([plan, written]) => plan.claims && written.outcome === 'done').map(([plan]) => plan)
  if (claiming.length === 0) return inMoodle
  const stored = await context.moodle.financeOf(claiming.map(({ record }) => record.zohoid))
  for (const plan of claiming) {
    const there = stored.get(plan.record.zohoid)
    const isSo = there !== undefined && partsOf(seenBeside(there, plan.record)).payments === plan.parts.payments
    if (!isSo) inMoodle.set(plan, refused(new RetryLaterError('moodle.newer_applied', { function: FUNCTION })))
  }
  return inMoodle
}

const FUNCTION = 'local_campusbridge_set_finance'

/** Moodle says what Zoho says: it was told so, or it did already. */
const isThere = (written: Written | undefined): boolean =>
  written === undefined || written.outcome === 'done' || written.outcome === 'unchanged'

function answerWithoutWriting({ record: student, known }: Linked, money: MoneyRecords, context: FlowContext): Answer | undefined {
  if (recordHashIn(known) === undefined && saysNothing(student, money)) {
    return {
      verdict: skipped('finance.nothing_yet', { student: student.id }),
      remember: { records: [stateOfNothing(student, context)] },
    }
  }
  const obstacle = obstacleIn(student, money, context.mappings)
  return obstacle && { verdict: obstacle, remember: { unsettled: [stateOfObstructed(student, money, known)] } }
}

async function plansFor(living: readonly (Linked & { money: MoneyRecords })[], context: FlowContext): Promise<Plan[]> {
  if (living.length === 0) return []
  const students = living.map(({ record }) => record.id)
  // A webhook that nobody asked for, about what we have told Moodle before, is compared with what we told; anything else with Moodle itself.
  const asked = living
    .filter(({ subject, known }) => !subject.mayBeEcho || known?.inDoubt === true)
    .map(({ record }) => record.id)
  const [byId, owned, moodle] = await Promise.all([
    context.records.lastKnown(
      'payments',
      living.flatMap(({ money }) => money.payments.map(({ id }) => id)),
    ),
    context.records.ownedBy('payments', students),
    asked.length === 0 ? new Map() : context.moodle.financeOf(asked),
  ])
  const payments: KnownPayments = { byId, byStudent: Map.groupBy(owned, ({ owners: [student] }) => student as ZohoId) }
  const before = { payments, moodle, asked: new Set(asked) }
  return living.map((one) => planFor(one, one.user, one.money, before, context))
}

/**
 * Of the payments that a student had and has no more, those that Zoho does not have either, or that belong to nobody now. One that went to
 * another student is remembered by that student's own run.
 */
async function deletedAmong(plans: readonly Plan[], context: FlowContext): Promise<(plan: Plan) => KnownRecord[]> {
  const { payments } = context.mappings
  const lost = plans.flatMap(({ lostPayments }) => lostPayments)
  if (lost.length === 0) return () => []
  const found = await context.zoho.records(
    payments.question,
    lost.map(({ key }) => key),
  )
  const withOwner = new Set([...found.values()].map(payments.read).flatMap(({ id, student }) => (student === null ? [] : [id])))
  return ({ lostPayments }) => lostPayments.filter(({ key }) => !withOwner.has(key))
}
