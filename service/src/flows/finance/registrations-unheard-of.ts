import type { ZohoId } from '../../domain/ids.ts'
import type { FlowContext, LookAlsoAt } from '../flow.ts'
import { unheardOf } from '../unheard-of.ts'
import type { MoneyRecords } from './money-records.ts'
import type { Plan } from './plan.ts'

/** The registrations with a schedule, among those this money was worked out with, whose own flow does not know that they live. */
export async function registrationsUnheardOf(
  plans: readonly Plan[],
  context: FlowContext,
): Promise<(plan: Plan) => LookAlsoAt[]> {
  const ids = plans.flatMap(({ money }) => withSchedule(money))
  const asked = await unheardOf(
    { table: 'registrations', module: 'BTEC_Registrations', ids },
    (_id, known) => known?.gone === false,
    context,
  )
  return ({ subject, money }) => withSchedule(money).flatMap((id) => asked(subject, id))
}

const withSchedule = ({ registrations }: MoneyRecords): ZohoId[] =>
  registrations.filter(({ rows }) => rows.length > 0).map(({ registration }) => registration.id)
