import type { Tx } from '../db/database.ts'
import type { Hint } from '../domain/events.ts'
import { statusesBefore } from '../domain/statuses.ts'
import type { ClaimedJob } from '../queue/job.ts'
import { weighAnew } from './weigh.store.ts'

/**
 * Marks the hints of jobs of one flow as being worked on and tells what they said, and what each waited for at this key. A hint that
 * retention has removed, or that has been passed on from this key, is simply not in the answer.
 */
export async function beginRun(tx: Tx, jobs: readonly ClaimedJob[]): Promise<Map<ClaimedJob, Hint[]>> {
  // In one order: another flow may begin with the same events at this moment.
  const claims = jobs.flatMap((job) => job.hints.map((hint) => ({ job, hint }))).sort((one, other) => one.hint - other.hint)
  const { rows } = await tx.query<Hint & { routes: number }>({
    name: 'ledger-begin',
    text: `
update integration_events_log e set status = 'processing', started_at = coalesce(started_at, now())
where e.id = any($1) and e.status = any($3)
  and (e.routes > 1 or e.flow = $4 and e.subject = ($2::text[])[array_position($1::bigint[], e.id)])
returning e.id, source, name, event_type as "eventType", module, record_id as "recordId",
  put_back_by as "putBackBy", waiting_for as "waitedFor", next_attempt_at as "waitedUntil", routes::int as routes`,
    values: [
      claims.map(({ hint }) => hint),
      claims.map(({ job }) => job.subject),
      statusesBefore('processing'),
      jobs[0]?.flow ?? null,
    ],
  })
  const begun = new Map(rows.map(({ routes, ...hint }) => [hint.id, { hint, several: routes > 1 }]))
  const several = claims.filter(({ hint }) => begun.get(hint)?.several)
  const waits = several.length === 0 ? new Map<string, Wait>() : await waitsOf(tx, several)
  const hintOf = (job: ClaimedJob, id: number): Hint[] => {
    const known = begun.get(id)
    if (known === undefined) return []
    if (!known.several) return [known.hint]
    const wait = waits.get(`${id} ${job.subject}`)
    return wait === undefined ? [] : [{ ...known.hint, ...wait }]
  }
  return new Map(jobs.map((job) => [job, job.hints.flatMap((id) => hintOf(job, id))]))
}

type Wait = Pick<Hint, 'waitedFor' | 'waitedUntil'>

/** What hints of events with several keys waited for at these keys. */
async function waitsOf(tx: Tx, claims: readonly { job: ClaimedJob; hint: number }[]): Promise<Map<string, Wait>> {
  const { rows } = await tx.query<Wait & { event: number; subject: string }>({
    name: 'ledger-begin-several',
    text: `
select o.event, o.subject, o.waiting_for as "waitedFor", o.next_attempt_at as "waitedUntil"
from unnest($1::bigint[], $2::text[]) as claimed (event, subject)
join integration_event_outcomes o on o.event = claimed.event and o.flow = $3 and o.subject = claimed.subject`,
    values: [claims.map(({ hint }) => hint), claims.map(({ job }) => job.subject), claims[0]?.job.flow ?? null],
  })
  const waits = new Map(rows.map(({ event, subject, ...wait }) => [`${event} ${subject}`, wait]))
  const passedOn = claims.filter(({ hint, job }) => !waits.has(`${hint} ${job.subject}`)).map(({ hint }) => hint)
  // Nobody works on those: they stand as their keys do.
  await weighAnew(tx, passedOn)
  return waits
}
