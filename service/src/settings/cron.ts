import { Cron } from 'croner'

const FIVE_FIELDS = /^\S+(?: +\S+){4}$/
const MODE = '5-part'

/** Whether it is a cron expression of five fields that comes true at some time. */
export function isCronExpression(expression: string): boolean {
  if (!FIVE_FIELDS.test(expression)) return false
  try {
    return new Cron(expression, { paused: true, mode: MODE, timezone: 'UTC' }).nextRun() !== null
  } catch {
    return false
  }
}

/** When it was last due at this instant or before. @param zone an IANA time zone */
export const lastDue = (expression: string, zone: string, now: Date): Date | undefined =>
  // What was due at the very instant of the question does not count as before it, so we ask a moment later.
  new Cron(expression, { paused: true, mode: MODE, timezone: zone }).previousRuns(1, new Date(now.getTime() + 1))[0]
