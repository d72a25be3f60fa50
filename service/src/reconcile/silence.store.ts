import type { Database, Tx } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'

/** Who tells us by itself that something has changed. */
export const speakers = ['zoho', 'moodle'] as const
export type Speaker = (typeof speakers)[number]

/** From so many days the rhythm is learned. */
const DAYS = 60
/** No source is called silent before this, however lively it was. */
const AT_LEAST_SECONDS = 24 * 60 * 60
const RECKONED_EVERY = '1 day'

export type Silence = {
  source: Speaker
  /** When it last told us anything; null when it never has. */
  lastHeard: Date | null
  /** Seconds after which it is silent longer than it ever is: twice its longest silence of the last 60 days, at least a day. */
  silentAfterSeconds: number
  isSilent: boolean
}

/** How long a source has been silent, and whether that is longer than it ever is. A source that never spoke is not set up, and not silent. */
export async function silenceOf(
  { database, tenant }: { database: Pick<Database, 'withTenant'>; tenant: TenantId },
  source: Speaker,
): Promise<Silence> {
  return database.withTenant(tenant, async (tx) => {
    const { rows } = await tx.query<{ last: Date | null; longest: number | null; for_seconds: number | null }>({
      name: 'silence-of',
      // A source that never spoke is asked for by the key of events, in whose order it is found to be absent at once.
      text: `select last, rhythm.longest_gap_seconds as longest, extract(epoch from now() - last)::float8 as for_seconds
        from (select case when exists (select from (select event_id from integration_events_log
            where tenant_id = current_tenant() and source = $1 order by event_id limit 1) as ever)
          then (select created_at from integration_events_log
            where tenant_id = current_tenant() and source = $1 order by id desc limit 1) end as last) as heard
        left join source_rhythms rhythm on rhythm.tenant_id = current_tenant() and rhythm.source = $1`,
      values: [source],
    })
    const { last = null, longest = null, for_seconds: seconds = null } = rows[0] ?? {}
    const silentAfterSeconds = Math.max(AT_LEAST_SECONDS, 2 * (longest ?? 0))
    return { source, lastHeard: last, silentAfterSeconds, isSilent: seconds !== null && seconds > silentAfterSeconds }
  })
}

/**
 * Learns the longest silences from the ledger, once a day. The silence that is going on does not count: else the alarm would teach itself
 * to be quiet.
 */
export async function reckonRhythms(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ fresh: boolean }>(
    `select count(*) = $1 as fresh from source_rhythms
     where tenant_id = current_tenant() and reckoned_at > now() - interval '${RECKONED_EVERY}'`,
    [speakers.length],
  )
  if (rows[0]?.fresh === true) return
  await tx.query({
    name: 'silence-reckon',
    text: `insert into source_rhythms (tenant_id, source, longest_gap_seconds)
      select current_tenant(), speaker, coalesce(max(gap), 0)::int from unnest($1::text[]) as speaker
      left join (
        select source, extract(epoch from created_at - lag(created_at) over (partition by source order by id)) as gap
        from integration_events_log
        where tenant_id = current_tenant() and source = any($1) and created_at > now() - $2 * interval '1 day'
      ) as heard on heard.source = speaker
      group by speaker
      on conflict (tenant_id, source) do update set longest_gap_seconds = excluded.longest_gap_seconds, reckoned_at = now()`,
    values: [speakers, DAYS],
  })
}
