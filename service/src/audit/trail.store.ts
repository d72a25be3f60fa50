import type { Database, Tx } from '../db/database.ts'
import type { System } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import type { ClaimedJob } from '../queue/job.ts'

/** Field by field, what stood there and what shall stand there. */
export type FieldChanges = Record<string, { before: string | boolean | null; after: string | boolean | null }>

/** One change we are about to make outside, for one subject. */
export type Intent = { subject: string; system: System; action: string; target: string | null; changes: FieldChanges }

/**
 * `unchanged`: the other side said so already; such a row is taken back, because nothing was changed. If an earlier run was left in doubt
 * about the same change, it was that run's: a call whose answer was lost took effect only after this run had looked.
 */
export type Ending = {
  deed: number
  outcome: 'done' | 'refused' | 'uncertain' | 'unchanged'
  reason: string | null
  target: string | null
}

/** Our lease ran out and somebody else has the subject: whatever we were about to do, we must not. */
export class LeaseLostError extends Error {
  constructor(subject: string) {
    super(`Another worker has taken over ${subject}`)
    this.name = 'LeaseLostError'
  }
}

export type Trail = {
  /** @throws LeaseLostError when one of the subjects is not ours any more: no row, no call. */
  begin(intents: readonly Intent[]): Promise<number[]>
  finish(endings: readonly Ending[]): Promise<void>
}

/** Writes down every change outside, before it is made and after, against the event that caused it. */
export function trailOf(
  database: Pick<Database, 'withTenant'>,
  run: { tenant: TenantId; id: string; jobs: readonly ClaimedJob[] },
): Trail {
  const jobOf = new Map(run.jobs.map((job) => [job.subject, job]))
  return {
    async begin(intents) {
      const jobs = intents.map(({ subject }) => {
        const job = jobOf.get(subject)
        if (job === undefined) throw new LeaseLostError(subject)
        return job
      })
      const { rows } = await database.withTenant(run.tenant, (tx) =>
        tx.query<{ id: number; nth: number }>({
          name: 'trail-begin',
          text: `
with intent as (
  select * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::jsonb[])
    with ordinality as t (job, fence, event, flow, subject, system, action, target, changes, nth)
), ours as (
  select intent.* from intent join queue_jobs job
    on job.id = intent.job and job.fence = intent.fence and job.state = 'running' and job.lease_until > now()
), begun as (
  insert into moodle_sync_log (tenant_id, run_id, event, flow, subject, system, action, target, changes)
  select current_tenant(), $1, event, flow, subject, system, action, target, changes from ours order by nth
  returning id
)
select id, row_number() over (order by id)::int as nth from begun order by id`,
          values: [
            run.id,
            jobs.map((job) => job.id),
            jobs.map((job) => job.fence),
            jobs.map((job) => job.hints.at(-1) ?? null),
            jobs.map((job) => job.flow),
            intents.map((intent) => intent.subject),
            intents.map((intent) => intent.system),
            intents.map((intent) => intent.action),
            intents.map((intent) => intent.target),
            intents.map((intent) => JSON.stringify(intent.changes)),
          ],
        }),
      )
      if (rows.length < intents.length) throw new LeaseLostError(`${intents.length - rows.length} of ${intents.length} subjects`)
      return rows.map((row) => row.id)
    },
    async finish(endings) {
      // Should a crash of the database take it away, the row says "begun", and the next run looks and closes it.
      await database.withTenant(
        run.tenant,
        (tx) =>
          tx.query({
            name: 'trail-finish',
            text: `
with ending as (
  select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as t (id, outcome, reason, target)
), taken_back as (
  delete from moodle_sync_log deed using ending where deed.id = ending.id and ending.outcome = 'unchanged' returning deed.*
), confirmed as (
  update moodle_sync_log earlier set outcome = 'confirmed', ended_at = now() from taken_back deed
  where earlier.tenant_id = deed.tenant_id and earlier.flow = deed.flow and earlier.subject = deed.subject and earlier.system = deed.system
    and earlier.action = deed.action and earlier.changes = deed.changes and earlier.run_id <> deed.run_id
    and earlier.outcome in ('begun', 'uncertain')
)
update moodle_sync_log deed set outcome = ending.outcome, reason = ending.reason, target = coalesce(deed.target, ending.target), ended_at = now()
from ending where deed.id = ending.id and ending.outcome <> 'unchanged'`,
            values: [
              endings.map((ending) => ending.deed),
              endings.map((ending) => ending.outcome),
              endings.map((ending) => ending.reason),
              endings.map((ending) => ending.target),
            ],
          }),
        { durable: false },
      )
    },
  }
}

/** What a run saw on the other side before it changed anything; null when the record was not there. */
export type Observed = {
  subject: string
  system: System
  /** The one object it was; without it, whatever the subject has there. */
  target?: string
  fields: Record<string, string | boolean | null> | null
}

/** Closes what earlier runs left open: a change that stands over there was made, one that does not was not. */
export async function closeUncertain(tx: Tx, flow: string, runId: string, observed: readonly Observed[]): Promise<void> {
  // What is known of one object says more than what is known of the subject.
  const ofObjects = observed.filter(({ target }) => target !== undefined)
  const ofSubjects = observed.filter(({ target }) => target === undefined)
  if (ofObjects.length > 0) await close(tx, flow, runId, ofObjects)
  if (ofSubjects.length > 0) await close(tx, flow, runId, ofSubjects)
}

const close = (tx: Tx, flow: string, runId: string, observed: readonly Observed[]) =>
  tx.query({
    name: 'trail-close-uncertain',
    text: `
update moodle_sync_log deed set ended_at = now(), outcome = case
  when seen.fields is null then 'not_happened'
  when (select bool_and(seen.fields -> field is not distinct from change -> 'after') from jsonb_each(deed.changes) as t (field, change)
    where seen.fields ? field) then 'confirmed'
  else 'not_happened' end
from unnest($1::text[], $2::text[], $3::jsonb[], $4::text[]) as seen (subject, system, fields, target)
where deed.tenant_id = current_tenant() and deed.flow = $5 and deed.subject = seen.subject and deed.system = seen.system
  and (seen.target is null or deed.target = seen.target) and deed.outcome in ('begun', 'uncertain') and deed.run_id <> $6`,
    values: [
      observed.map((seen) => seen.subject),
      observed.map((seen) => seen.system),
      observed.map((seen) => (seen.fields === null ? null : JSON.stringify(seen.fields))),
      observed.map((seen) => seen.target ?? null),
      flow,
      runId,
    ],
  })
