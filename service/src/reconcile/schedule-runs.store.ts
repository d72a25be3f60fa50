import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import { lockKeys } from '../queue/promise.ts'

/** Whoever has been silent this long while doing it has no process any more. */
const TAKEN_OVER_AFTER_SECONDS = 120
/** A moment that took so many processes down is passed over; the next one is tried again. */
const MOST_ATTEMPTS = 3
const KEPT_DAYS = 30

type Newest = {
  due_at: Date
  attempts: number
  /** A process is at work on it. */
  in_hand: boolean
  /** Nobody is: its process died or let go of it, or a person asked for it. */
  waiting: boolean
}

async function newestOf(tx: Tx, name: string): Promise<Newest | undefined> {
  await lockKeys(tx, [`schedule:${name}`])
  const { rows } = await tx.query<Newest>({
    name: 'schedule-newest',
    text: `select due_at, attempts, ended_at is null and seen_at >= now() - $2 * interval '1 second' as in_hand,
        ended_at is null and seen_at < now() - $2 * interval '1 second' as waiting
      from schedule_runs where tenant_id = current_tenant() and name = $1 order by due_at desc limit 1`,
    values: [name, TAKEN_OVER_AFTER_SECONDS],
  })
  return rows[0]
}

/** Makes this moment one at which it is due, beside those of its schedule. @returns whether somebody is at work on it already */
export async function askForMoment(tx: Tx, name: string): Promise<'asked' | 'running'> {
  const newest = await newestOf(tx, name)
  if (newest?.in_hand) return 'running'
  if (newest?.waiting !== true) {
    await tx.query(
      // A moment is found again by what JavaScript knows of it, which is milliseconds.
      `insert into schedule_runs (tenant_id, name, due_at, attempts, seen_at)
       values (current_tenant(), $1, date_trunc('milliseconds', now()), 0, '-infinity')`,
      [name],
    )
  }
  return 'asked'
}

/**
 * Takes a moment at which something was due, so that of all processes one does it. The first moment ever seen is only noted: what was due
 * before the service was there is nobody's work. While the moment before is still being worked on, this one is passed over.
 * @param dueAt by its schedule; undefined where it has none, and is done only when a person asks
 * @returns the moment that is ours now
 */
export async function takeMoment(tx: Tx, name: string, dueAt: Date | undefined): Promise<Date | undefined> {
  const newest = await newestOf(tx, name)
  const isLast = newest !== undefined && (dueAt === undefined || newest.due_at.getTime() >= dueAt.getTime())
  if (isLast && newest.waiting) return takeOver(tx, name, newest)
  if (isLast || dueAt === undefined) return undefined
  const isOurs = newest !== undefined && !newest.in_hand
  if (newest?.waiting) await endMoment(tx, name, newest.due_at, 'failed', 'run.lease_expired_too_often')
  await tx.query(
    `insert into schedule_runs (tenant_id, name, due_at, ended_at, outcome)
     values (current_tenant(), $1, $2, case when not $3 then now() end, case when not $3 then 'passed over' end)`,
    [name, dueAt, isOurs],
  )
  await tx.query(
    `delete from schedule_runs where tenant_id = current_tenant() and name = $1 and due_at < $3::timestamptz - $2 * interval '1 day'`,
    [name, KEPT_DAYS, dueAt],
  )
  return isOurs ? dueAt : undefined
}

async function takeOver(tx: Tx, name: string, { due_at: dueAt, attempts }: Newest): Promise<Date | undefined> {
  if (attempts >= MOST_ATTEMPTS) {
    await endMoment(tx, name, dueAt, 'failed', 'run.lease_expired_too_often')
    return undefined
  }
  await tx.query(
    `update schedule_runs set attempts = attempts + 1, seen_at = now() where tenant_id = current_tenant() and name = $1 and due_at = $2`,
    [name, dueAt],
  )
  return dueAt
}

/** A sign of life while it is being done. */
export async function stillAtIt(tx: Tx, name: string, dueAt: Date): Promise<void> {
  await tx.query(
    `update schedule_runs set seen_at = now() where tenant_id = current_tenant() and name = $1 and due_at = $2 and ended_at is null`,
    [name, dueAt],
  )
}

/** Whoever is asked to stop lets go of it, and the next process goes on at once. */
export async function letGoOf(tx: Tx, name: string, dueAt: Date): Promise<void> {
  await tx.query(
    `update schedule_runs set seen_at = '-infinity', attempts = attempts - 1
     where tenant_id = current_tenant() and name = $1 and due_at = $2 and ended_at is null`,
    [name, dueAt],
  )
}

export async function endMoment(
  tx: Tx,
  name: string,
  dueAt: Date,
  outcome: 'done' | 'failed' | 'passed over',
  code: Code | null = null,
): Promise<void> {
  await tx.query(
    `update schedule_runs set ended_at = now(), seen_at = now(), outcome = $3, code = $4
     where tenant_id = current_tenant() and name = $1 and due_at = $2`,
    [name, dueAt, outcome, code],
  )
}
