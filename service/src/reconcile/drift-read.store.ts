import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import { RejectedError } from '../domain/errors.ts'
import type { Status } from '../domain/statuses.ts'
import type { DriftCause, FlowCounts } from './drift.ts'

export type ReportRow = {
  reportId: string
  status: 'running' | 'completed' | 'stopped' | 'failed'
  because: string | null
  repairs: boolean
  flows: Record<string, FlowCounts>
  credits: number
  startedAt: Date
  endedAt: Date | null
  /** How many fields differ, by the guessed cause. */
  causes: Partial<Record<DriftCause, number>>
}

export type ItemRow = {
  id: number
  flow: string
  subject: string
  system: 'zoho' | 'moodle' | ''
  action: string
  field: string
  stands: string | boolean | null
  due: string | boolean | null
  since: Date | null
  cause: DriftCause
  code: Code | null
  params: Record<string, string | number> | null
  /** The hint that repairs it, and how that stands. */
  event: number | null
  eventStatus: Status | null
}

const REPORT = `report_id as "reportId", status, because, repairs, flows, credits, started_at as "startedAt", ended_at as "endedAt",
  (select coalesce(jsonb_object_agg(cause, items), '{}') from (select cause, count(*)::int as items from drift_items item
    where item.tenant_id = current_tenant() and item.report_id = report.report_id group by cause) as counted) as causes`

/** Newest first. */
export async function readReports(tx: Tx, limit: number): Promise<ReportRow[]> {
  const { rows } = await tx.query<ReportRow>(
    `select ${REPORT} from drift_reports report where tenant_id = current_tenant() order by started_at desc limit $1`,
    [limit],
  )
  return rows
}

/** @param id of a report, or `latest` @throws RejectedError `api.not_found` */
export async function readReport(tx: Tx, id: string): Promise<ReportRow> {
  const { rows } = await tx.query<ReportRow>(
    `select ${REPORT} from drift_reports report where tenant_id = current_tenant() and ($1 = 'latest' or report_id::text = $1)
     order by started_at desc limit 1`,
    [id],
  )
  const [row] = rows
  if (row === undefined) throw new RejectedError('api.not_found', { what: 'drift report', id }, 404)
  return row
}

export type ItemFilter = { flow?: string; subject?: string; cause?: DriftCause }

/** Items of a report behind item `after`, in the order they were found. */
export async function readItems(
  tx: Tx,
  reportId: string,
  filter: ItemFilter,
  page: { after: number; limit: number },
): Promise<ItemRow[]> {
  const { rows } = await tx.query<ItemRow>(
    `select item.id, item.flow, item.subject, item.system, item.action, item.field, item.stands, item.due, item.since, item.cause,
       item.code, item.params, event.id as event, event.status as "eventStatus"
     from drift_items item
     left join integration_events_log event on event.tenant_id = current_tenant() and event.source = 'sync' and event.event_id = item.event_id
     where item.tenant_id = current_tenant() and item.report_id = $1 and item.id > $2
       and ($3::text is null or item.flow = $3) and ($4::text is null or item.subject = $4) and ($5::text is null or item.cause = $5)
     order by item.id limit $6`,
    [reportId, page.after, filter.flow ?? null, filter.subject ?? null, filter.cause ?? null, page.limit],
  )
  return rows
}
