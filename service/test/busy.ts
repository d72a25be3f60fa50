import type pg from 'pg'

/**
 * Another worker, who never gets ready, holds these subjects while `work` goes on: what comes for them meanwhile waits together, and is
 * due all at once afterwards.
 */
export async function whileBusy<T>(
  look: pg.Pool,
  subjects: readonly string[],
  work: () => Promise<T>,
  flow = 'students',
): Promise<T> {
  await look.query(
    `insert into queue_jobs (tenant_id, flow, subject, lane, state, hints, worker, fence, lease_until)
     select 'default', $2, subject, 0, 'running', '{}', 'busy', floor(random() * 9007199254740991)::bigint, 'infinity' from unnest($1::text[]) as subject`,
    [subjects, flow],
  )
  try {
    return await work()
  } finally {
    await look.query(`delete from queue_jobs where worker = 'busy' and flow = $2 and subject = any($1)`, [subjects, flow])
  }
}
