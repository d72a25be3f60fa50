import type { Tx } from '../db/database.ts'
import { type Code, obstacleOf } from '../domain/codes.ts'

/** One code and one thing in the way: a hundred events that fail for one reason are one cause. */
export const causeOf = (code: Code, params: Record<string, string | number>): string => {
  const obstacle = obstacleOf(code, params)
  return obstacle === '' ? code : `${code} ${obstacle}`
}

export type JoinedCause = { cause: string; code: string; params: Record<string, string | number>; event: number }

/** Keeps the count of open events per cause, in the transaction that changes those events. */
export async function countCauses(tx: Tx, change: { left: readonly string[]; joined: readonly JoinedCause[] }): Promise<void> {
  const delta = new Map<string, { by: number; joined?: JoinedCause }>()
  for (const cause of change.left) delta.set(cause, { by: (delta.get(cause)?.by ?? 0) - 1 })
  for (const joined of change.joined) delta.set(joined.cause, { by: (delta.get(joined.cause)?.by ?? 0) + 1, joined })
  const rows = [...delta].filter(([, { by, joined }]) => by !== 0 || joined !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
  if (rows.length === 0) return
  await tx.query({
    name: 'causes-count',
    text: `
insert into causes as known (tenant_id, cause, code, params, events, last_event)
select current_tenant(), cause, coalesce(code, split_part(cause, ' ', 1)), coalesce(params, '{}'), greatest(by, 0), event
from unnest($1::text[], $2::int[], $3::text[], $4::jsonb[], $5::bigint[]) as change (cause, by, code, params, event)
on conflict (tenant_id, cause) do update set
  events = greatest(0, known.events + (select by from unnest($1::text[], $2::int[]) as c (cause, by) where c.cause = known.cause)),
  params = case when excluded.last_event is null then known.params else excluded.params end,
  first_seen = case when known.events = 0 and excluded.last_event is not null then now() else known.first_seen end,
  last_seen = case when excluded.last_event is null then known.last_seen else now() end,
  last_event = coalesce(excluded.last_event, known.last_event)`,
    values: [
      rows.map(([cause]) => cause),
      rows.map(([, { by }]) => by),
      rows.map(([, { joined }]) => joined?.code ?? null),
      rows.map(([, { joined }]) => (joined === undefined ? null : JSON.stringify(joined.params))),
      rows.map(([, { joined }]) => joined?.event ?? null),
    ],
  })
}
