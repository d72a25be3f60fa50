import type { Tx } from '../db/database.ts'

/** Up to which number of Moodle's outbox everything is in the ledger; 0 before the first look. */
export async function readMark(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ seq: number }>('select seq from moodle_marks where tenant_id = current_tenant()')
  return Number(rows[0]?.seq ?? 0)
}

/** @param from what `readMark` said: if another process has moved the mark since, it stays where that one put it */
export async function moveMark(tx: Tx, from: number, to: number): Promise<void> {
  await tx.query(
    `insert into moodle_marks as mark (tenant_id, seq) values (current_tenant(), $2)
      on conflict (tenant_id) do update set seq = excluded.seq, moved_at = now() where mark.seq = $1`,
    [from, to],
  )
}
