import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { FieldSetName } from '../mapping/field-sets.ts'

/** What is swept: the changes of a field set, the deletions of a module, the webhooks that failed. */
export type SweepName = `changes:${FieldSetName}` | `deleted:${ZohoModule}` | 'failures'

export type SweepMark = {
  /** The latest change seen, by the other side's clock; null before the first. */
  seenUpTo: Date | null
  /** When it was last looked at. */
  lookedAt: Date
  /** When the module last said that it does not tell when its records change. */
  timelessAt: Date | null
  /** Why it could not be looked at. */
  refused: { code: Code; at: Date } | null
}

/** Undefined before the first look. */
export async function readSweepMark(tx: Tx, sweep: SweepName): Promise<SweepMark | undefined> {
  const { rows } = await tx.query<{
    seen_up_to: Date | null
    looked_at: Date
    timeless_at: Date | null
    refused_code: Code | null
    refused_at: Date | null
  }>({
    name: 'sweep-marks-read',
    text: `select seen_up_to, looked_at, timeless_at, refused_code, refused_at from sweep_marks
      where tenant_id = current_tenant() and sweep = $1`,
    values: [sweep],
  })
  const [row] = rows
  return (
    row && {
      seenUpTo: row.seen_up_to,
      lookedAt: row.looked_at,
      timelessAt: row.timeless_at,
      refused: row.refused_code === null || row.refused_at === null ? null : { code: row.refused_code, at: row.refused_at },
    }
  )
}

/** After a look whose hints are written. The mark never goes back, whoever of two processes is the later. */
export async function moveSweepMark(tx: Tx, sweep: SweepName, seenUpTo: Date | null, timeless = false): Promise<void> {
  await tx.query({
    name: 'sweep-marks-move',
    text: `insert into sweep_marks as mark (tenant_id, sweep, seen_up_to, timeless_at)
      values (current_tenant(), $1, $2, case when $3 then now() end)
      on conflict (tenant_id, sweep) do update set seen_up_to = greatest(mark.seen_up_to, excluded.seen_up_to), looked_at = now(),
        timeless_at = coalesce(excluded.timeless_at, mark.timeless_at), refused_code = null, refused_at = null`,
    values: [sweep, seenUpTo, timeless],
  })
}

/** A sweep that may not look. @returns whether nobody was told of it within the last day */
export async function noteRefusal(tx: Tx, sweep: SweepName, code: Code): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'sweep-marks-refused',
    text: `insert into sweep_marks as mark (tenant_id, sweep, refused_code, refused_at) values (current_tenant(), $1, $2, now())
      on conflict (tenant_id, sweep) do update set refused_code = excluded.refused_code, refused_at = now()
        where mark.refused_at is null or mark.refused_code <> excluded.refused_code or mark.refused_at < now() - interval '1 day'`,
    values: [sweep, code],
  })
  return (rowCount ?? 0) > 0
}
