import type { SyncAccepted, SyncRun, SyncStatus } from '../../../contract/rest/sync.ts'
import { sourcesOf } from '../sync/sources.ts'
import type { Progress, SyncRunRow } from '../sync/sync-history.store.ts'
import type { Queued } from '../sync/sync-line.store.ts'
import { iso, isoOrNull, tell } from './tell-event.ts'

/** Bulk reads as API and command line show them. */

export const tellSyncRun = (run: SyncRunRow): SyncRun => ({
  job_id: run.runId,
  name: run.name,
  module: sourcesOf(run.name)[0]?.module ?? run.name,
  kind: run.kind,
  status: run.status,
  read: run.read,
  added: run.added,
  changed: run.changed,
  gone: run.gone,
  withheld: run.withheld,
  unchanged: run.unchanged,
  asked_by: run.askedBy,
  trouble: run.trouble && tell(run.trouble.code, run.trouble.params),
  started_at: iso(run.startedAt),
  ended_at: isoOrNull(run.endedAt),
  settled_at: isoOrNull(run.settledAt),
})

export const tellSync = (run: SyncRunRow & { events: Progress }): SyncStatus => {
  const { inLine, waitingLong: _waitingLong, ...events } = run.events
  return {
    ...tellSyncRun(run),
    events: { ...events, in_line: inLine },
    progress: {
      total: events.written,
      success: events.done,
      failed: events.failed,
      current: events.done + events.failed + events.kept,
    },
  }
}

const statusUrl = (jobId: string): string => `/v1/sync/status/${jobId}`

export function tellAccepted(queued: readonly Queued[]): SyncAccepted {
  const [first] = queued
  if (first === undefined) throw new RangeError('Nothing was asked for')
  return {
    status: 'accepted',
    job_id: first.jobId,
    message: queued.length === 1 ? 'Sync job queued' : `${queued.length} sync jobs queued, to run one after the other`,
    check_status_url: statusUrl(first.jobId),
    jobs: queued.map(({ name, jobId }) => ({ name, job_id: jobId, check_status_url: statusUrl(jobId) })),
  }
}
