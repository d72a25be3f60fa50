import type { Database, Tx } from '../db/database.ts'
import { type MoodleUserId, moodleUserId, type TenantId, type ZohoId, zohoId } from '../domain/ids.ts'
import type { KnownStudent, Remember, Students } from '../ports/memory.ts'

type Row = {
  zoho_id: string
  field_hashes: Record<string, string>
  state_hash: string
  moodle_user_id: number | null
  academic_email_hash: string | null
  zoho_modified_time: string | null
  gone: boolean
  changes: number
  in_doubt: boolean
}

/** The last settled state of one college's students. */
export function studentsOf(database: Pick<Database, 'withTenant'>, tenant: TenantId): Students {
  return {
    async lastKnown(ids) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<Row>({
          name: 'students-last-known',
          text: `select zoho_id, field_hashes, state_hash, moodle_user_id, academic_email_hash, zoho_modified_time,
              gone_at is not null as gone,
              (select count(*)::int from unnest(changes_at) as at where at > now() - interval '1 hour') as changes,
              exists (select from moodle_sync_log deed where deed.tenant_id = current_tenant() and deed.flow = 'students'
                and deed.subject = zoho_id and deed.outcome in ('begun', 'uncertain')) as in_doubt
            from sync_students where tenant_id = current_tenant() and zoho_id = any($1)`,
          values: [ids],
        }),
      )
      return new Map<ZohoId, KnownStudent>(rows.map((row) => [zohoId(row.zoho_id), toKnown(row)]))
    },
    async removalsLastHour() {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ removals: number }>({
          name: 'students-removals',
          text: `select count(*)::int as removals from sync_students
            where tenant_id = current_tenant() and gone_at > now() - interval '1 hour' and moodle_user_id is not null`,
        }),
      )
      return rows[0]?.removals ?? 0
    },
    async suspendedByUs(ids) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ subject: string }>({
          name: 'students-suspended-by-us',
          text: `
select subject from (
  select distinct on (subject) subject, changes -> 'suspended' ->> 'after' as suspended from moodle_sync_log
  where tenant_id = current_tenant() and flow = 'students' and subject = any($1) and changes ? 'suspended'
    and outcome not in ('refused', 'not_happened')
    and not (outcome in ('begun', 'uncertain') and changes -> 'suspended' -> 'after' = 'false')
  order by subject, id desc
) as newest where suspended = 'true'`,
          values: [ids],
        }),
      )
      return new Set(rows.map((row) => zohoId(row.subject)))
    },
  }
}

const toKnown = (row: Row): KnownStudent => ({
  zohoId: zohoId(row.zoho_id),
  fieldHashes: row.field_hashes,
  stateHash: row.state_hash,
  moodleUserId: row.moodle_user_id === null ? null : (moodleUserId(row.moodle_user_id) satisfies MoodleUserId),
  academicEmailHash: row.academic_email_hash,
  zohoModifiedTime: row.zoho_modified_time,
  gone: row.gone,
  changesLastHour: row.changes,
  inDoubt: row.in_doubt,
})

/** The hashes a bulk read compares with, for a page of students. */
export async function stateHashes(tx: Tx, ids: readonly ZohoId[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ zoho_id: string; state_hash: string }>({
    name: 'students-hashes',
    text: `select zoho_id, state_hash from sync_students where tenant_id = current_tenant() and zoho_id = any($1) and gone_at is null`,
    values: [ids],
  })
  return new Map(rows.map((row) => [row.zoho_id, row.state_hash]))
}

export async function storeStudents(tx: Tx, students: readonly NonNullable<Remember['student']>[]): Promise<void> {
  if (students.length === 0) return
  await tx.query({
    name: 'students-store',
    text: `
insert into sync_students as known (tenant_id, zoho_id, field_hashes, state_hash, moodle_user_id, academic_email_hash,
  zoho_modified_time, gone_at, changes_at)
select current_tenant(), zoho_id, field_hashes, state_hash, moodle_user_id, email_hash, modified_time,
  case when gone then now() end, case when changed then array[now()] else '{}' end
from unnest($1::text[], $2::jsonb[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::boolean[], $8::boolean[])
  as mine (zoho_id, field_hashes, state_hash, moodle_user_id, email_hash, modified_time, gone, changed)
on conflict (tenant_id, zoho_id) do update set
  field_hashes = excluded.field_hashes, state_hash = excluded.state_hash, moodle_user_id = excluded.moodle_user_id,
  academic_email_hash = excluded.academic_email_hash,
  zoho_modified_time = excluded.zoho_modified_time, settled_at = now(),
  gone_at = case when excluded.gone_at is null then null else coalesce(known.gone_at, excluded.gone_at) end,
  changes_at = array(select at from unnest(known.changes_at) as at where at > now() - interval '1 hour') || excluded.changes_at`,
    values: [
      students.map((student) => student.zohoId),
      students.map((student) => JSON.stringify(student.fieldHashes)),
      students.map((student) => student.stateHash),
      students.map((student) => student.moodleUserId),
      students.map((student) => student.academicEmailHash),
      students.map((student) => student.zohoModifiedTime),
      students.map((student) => student.gone),
      students.map((student) => student.changed),
    ],
  })
}
