import { CodedError } from '../domain/errors.ts'
import { zohoId } from '../domain/ids.ts'
import { routesOf } from '../router/routes.ts'
import { moveSweepMark, noteRefusal, readSweepMark } from './sweep-marks.store.ts'
import { finding, type Sweeping, writeFindings } from './sweeping.ts'

const FIRST_LOOK_BACK_MS = 24 * 60 * 60_000
const REFUSALS: readonly string[] = ['zoho.scope_missing', 'zoho.no_permission', 'zoho.call_refused']

export type SweptFailures = {
  failed: number
  hinted: number
  /** We may not look, and nobody was told of it within the last day. */
  warn: boolean
}

/**
 * Asks Zoho which of its webhooks did not arrive, and writes a hint for each of their records. Where the permission is missing that is no
 * outage: the sweep by time finds the same a little later.
 */
export async function sweepFailures(sweeping: Sweeping): Promise<SweptFailures> {
  const { database, tenant, zoho, settings } = sweeping
  const startedAt = Date.now()
  const mark = await database.withTenant(tenant, (tx) => readSweepMark(tx, 'failures'))
  const from = mark?.seenUpTo?.getTime() ?? startedAt - FIRST_LOOK_BACK_MS
  try {
    const failed = await zoho.failedWebhooksSince(new Date(from - settings['reconcile.overlap_seconds'] * 1000))
    const findings = failed.map(({ module, id, failedAt }) =>
      finding(
        `sweep:failure:${module}:${id}:${failedAt.getTime()}`,
        { module, recordId: zohoId(id) },
        routesOf({ module, recordId: id }),
      ),
    )
    const hinted = await writeFindings(sweeping, findings)
    const latest = Math.max(from, ...failed.map(({ failedAt }) => failedAt.getTime()))
    await database.withTenant(tenant, (tx) => moveSweepMark(tx, 'failures', new Date(Math.min(latest, startedAt))))
    return { failed: failed.length, hinted, warn: false }
  } catch (error) {
    if (!(error instanceof CodedError) || !REFUSALS.includes(error.code)) throw error
    return { failed: 0, hinted: 0, warn: await database.withTenant(tenant, (tx) => noteRefusal(tx, 'failures', error.code)) }
  }
}
