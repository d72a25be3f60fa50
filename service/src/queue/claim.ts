import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import type { ClaimedJob, ClaimedSet } from './job.ts'

/**
 * Takes the oldest due subject, and with it what else is due of the same flow, tenant and lane, up to `setSize`.
 * `skip locked` lets several workers claim side by side; the unique index on the running key is the proof that none overlap: a waiting
 * row is only visible to a claim that also sees the running row it was opened behind.
 */
const CLAIM = `
with head as (
  select id, tenant_id, flow, lane, alone from queue_jobs job
  where state = 'waiting' and run_at <= now() and flow = any($1) and lane <= $2
    and not exists (select from queue_jobs busy
      where busy.state = 'running' and busy.tenant_id = job.tenant_id and busy.flow = job.flow and busy.subject = job.subject)
  order by lane, run_at, id
  limit 1
  for update skip locked
), due as (
  select job.id from queue_jobs job join head using (tenant_id, flow, lane)
  where job.state = 'waiting' and job.run_at <= now() and (job.id = head.id or not (head.alone or job.alone))
    and not exists (select from queue_jobs busy
      where busy.state = 'running' and busy.tenant_id = job.tenant_id and busy.flow = job.flow and busy.subject = job.subject)
  order by job.lane, job.run_at, job.id
  limit $3
  for update of job skip locked
)
update queue_jobs job
set state = 'running', worker = $4, fence = nextval('queue_fence'), lease_until = now() + $5 * interval '1 millisecond', waits_for = null
from due where job.id = due.id
returning job.id, job.tenant_id, job.flow, job.subject, job.lane, job.hints, job.attempts, job.expired_leases, job.fence`

type Row = {
  id: number
  tenant_id: TenantId
  flow: string
  subject: string
  lane: 0 | 1
  hints: (string | number)[]
  attempts: number
  expired_leases: number
  fence: number
}

export type ClaimRequest = {
  flows: readonly string[]
  /** `live` leaves bulk work alone. */
  lanes: 'live' | 'live and bulk'
  setSize: number
  worker: string
  leaseMs: number
}

/** @returns a set in one worker's hands, or undefined when nothing is due. */
export async function claim(database: Pick<Database, 'asQueue'>, request: ClaimRequest): Promise<ClaimedSet | undefined> {
  const { rows } = await database.asQueue((tx) =>
    tx.query<Row>({
      name: 'queue-claim',
      text: CLAIM,
      values: [request.flows, request.lanes === 'live' ? 0 : 1, request.setSize, request.worker, request.leaseMs],
    }),
  )
  const [first] = rows
  if (first === undefined) return undefined
  return { tenant: first.tenant_id, flow: first.flow, jobs: rows.map(toJob).sort((a, b) => a.id - b.id) }
}

const toJob = (row: Row): ClaimedJob => ({
  id: row.id,
  tenant: row.tenant_id,
  flow: row.flow,
  subject: row.subject,
  lane: row.lane === 0 ? 'live' : 'bulk',
  hints: row.hints.map(Number),
  attempts: row.attempts,
  expiredLeases: row.expired_leases,
  fence: row.fence,
})
