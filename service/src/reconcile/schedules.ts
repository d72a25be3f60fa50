import type { Database } from '../db/database.ts'
import { CodedError } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import { lastDue } from '../settings/cron.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { endMoment, letGoOf, stillAtIt, takeMoment } from './schedule-runs.store.ts'

export type ScheduleName = keyof AllSettings['schedules']
export const scheduleNames: readonly ScheduleName[] = ['sweep_changes', 'sweep_deleted', 'webhook_failures', 'nightly']

/** What is done when its time has come. `signal` asks it to stop in good order. */
export type Work = (signal: AbortSignal) => Promise<void>

const SIGN_OF_LIFE_EVERY_MS = 20_000

/**
 * Does what is due of one schedule, or what a person asked for, if no other process has: once for a moment, and of moments that were missed
 * only for the last.
 * @param zone an IANA time zone
 * @returns undefined when there was nothing to do, otherwise how it ended; its error is told to `onError`
 */
export async function runIfDue(
  { database, tenant, now = () => new Date() }: { database: Pick<Database, 'withTenant'>; tenant: TenantId; now?: () => Date },
  schedule: { name: ScheduleName; expression: string; zone: string },
  work: Work,
  { signal, onError }: { signal: AbortSignal; onError: (error: unknown) => void },
): Promise<'done' | 'failed' | undefined> {
  const { name, expression, zone } = schedule
  const wouldBeDue = expression === '' ? undefined : lastDue(expression, zone, now())
  const dueAt = await database.withTenant(tenant, (tx) => takeMoment(tx, name, wouldBeDue))
  if (dueAt === undefined) return undefined
  const alive = setInterval(() => {
    database.withTenant(tenant, (tx) => stillAtIt(tx, name, dueAt)).catch(onError)
  }, SIGN_OF_LIFE_EVERY_MS)
  try {
    await work(signal)
    await database.withTenant(tenant, (tx) => (signal.aborted ? letGoOf(tx, name, dueAt) : endMoment(tx, name, dueAt, 'done')))
    return 'done'
  } catch (error) {
    onError(error)
    const code = error instanceof CodedError ? error.code : 'run.unexpected'
    await database.withTenant(tenant, (tx) => endMoment(tx, name, dueAt, 'failed', code))
    return 'failed'
  } finally {
    clearInterval(alive)
  }
}
