import type { DriftPage, DriftReport } from '../../../contract/rest/drift.ts'
import {
  type ItemFilter,
  type ItemRow,
  type ReportRow,
  readItems,
  readReport,
  readReports,
} from '../reconcile/drift-read.store.ts'
import { askForMoment } from '../reconcile/schedule-runs.store.ts'
import type { Desk } from './desk.ts'
import { iso, isoOrNull, tell } from './tell-event.ts'

type Where = Pick<Desk, 'database' | 'tenant'>

/** Has the running service compare both sides at its next look, without waiting for the night. */
export const compareNow = ({ database, tenant }: Where): Promise<'asked' | 'running'> =>
  database.withTenant(tenant, (tx) => askForMoment(tx, 'nightly'))

/** The comparisons of both sides, newest first. */
export const listDrift = async ({ database, tenant }: Where, limit = 30): Promise<DriftReport[]> =>
  (await database.withTenant(tenant, (tx) => readReports(tx, limit))).map(tellReport)

/**
 * What a comparison found, page by page.
 * @param id of a report, or `latest`
 * @throws RejectedError `api.not_found`
 */
export async function showDrift(
  { database, tenant }: Where,
  id: string,
  filter: ItemFilter,
  { after = 0, limit = 100 }: { after?: number; limit?: number } = {},
): Promise<DriftPage> {
  const { report, items } = await database.withTenant(tenant, async (tx) => {
    const report = await readReport(tx, id)
    // One more than asked for tells whether there is another page.
    return { report, items: await readItems(tx, report.reportId, filter, { after, limit: limit + 1 }) }
  })
  const shown = items.slice(0, limit)
  return {
    report: tellReport(report),
    items: shown.map(tellItem),
    next_after: items.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

const tellReport = (row: ReportRow): DriftReport => ({
  report_id: row.reportId,
  status: row.status,
  because: row.because,
  repairs: row.repairs,
  credits: row.credits,
  started_at: iso(row.startedAt),
  ended_at: isoOrNull(row.endedAt),
  flows: Object.entries(row.flows).map(([flow, counts]) => ({
    flow,
    looked_at: counts.lookedAt,
    in_step: counts.inStep,
    differ: counts.differ,
    confirmed: counts.confirmed,
    trouble: counts.trouble ?? null,
  })),
  causes: {
    missed_event: row.causes['missed event'] ?? 0,
    wrong_side: row.causes['wrong side'] ?? 0,
    refused: row.causes.refused ?? 0,
    never_seen: row.causes['never seen'] ?? 0,
    in_line: row.causes['in line'] ?? 0,
  },
})

const tellItem = (row: ItemRow): DriftPage['items'][number] => ({
  id: row.id,
  flow: row.flow,
  subject: row.subject,
  system: row.system === '' ? null : row.system,
  action: row.action === '' ? null : row.action,
  field: row.field === '' ? null : row.field,
  stands: row.stands,
  due: row.due,
  since: isoOrNull(row.since),
  cause: row.cause,
  said: row.code === null ? null : tell(row.code, row.params ?? {}),
  event: row.event,
  event_status: row.eventStatus,
})
