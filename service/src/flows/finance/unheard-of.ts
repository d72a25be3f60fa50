import type { ZohoId } from '../../domain/ids.ts'
import type { FlowContext, LookAlsoAt } from '../flow.ts'
import type { MoneyRecords } from './money-records.ts'

/**
 * The registrations with a schedule, among those this money was worked out with, whose own flow does not know that they live. Nobody told us
 * of them, or one that it has let go came back: it is asked to look, and from then on tells us what becomes of them.
 */
export async function unheardOf(
  all: readonly MoneyRecords[],
  { records, rehearsal }: Pick<FlowContext, 'records' | 'rehearsal'>,
): Promise<(money: MoneyRecords) => LookAlsoAt[]> {
  // A rehearsal remembers nothing, and would ask for ever.
  const ids = rehearsal ? [] : all.flatMap(withSchedule)
  if (ids.length === 0) return () => []
  const known = await records.lastKnown('registrations', ids)
  const isKnown = (id: ZohoId): boolean => known.get(id)?.gone === false
  return (money) =>
    withSchedule(money)
      .filter((id) => !isKnown(id))
      .map((recordId) => ({ module: 'BTEC_Registrations', recordId }))
}

const withSchedule = ({ registrations }: MoneyRecords): ZohoId[] =>
  registrations.filter(({ rows }) => rows.length > 0).map(({ registration }) => registration.id)
