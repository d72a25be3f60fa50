import type { Database } from '../db/database.ts'
import type { TenantId } from '../domain/ids.ts'
import type { ClaimedJob, ClaimedSet } from './job.ts'

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
export async function claim(database: Pick<Database, 'query'>, request: ClaimRequest): Promise<ClaimedSet | undefined> {
  const { rows } = await database.query<Row>({
    name: 'queue-claim',
    text: 'select * from queue_claim($1, $2, $3, $4, $5)',
    values: [request.flows, request.lanes === 'live' ? 0 : 1, request.setSize, request.worker, request.leaseMs],
  })
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
  // A hint that was promised twice to one key needs it once.
  hints: [...new Set(row.hints.map(Number))],
  attempts: row.attempts,
  expiredLeases: row.expired_leases,
  fence: row.fence,
})
