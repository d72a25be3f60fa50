import type { Database, Tx } from '../db/database.ts'
import { moodleUserId, type TenantId, type ZohoId, zohoId } from '../domain/ids.ts'
import { keyOfLink } from '../identity/links.store.ts'
import type { KnownRecord, LinkedModule, NewState, PhotoNote, Records, StateTable } from '../ports/memory.ts'
import { wake } from '../queue/promise.ts'

/** The seed's names for the two tables of finance; the rest are named for what they keep. */
export const tableNames: Record<StateTable, string> = {
  students: 'sync_students',
  teachers: 'sync_teachers',
  programs: 'sync_programs',
  units: 'sync_units',
  classes: 'sync_classes',
  registrations: 'sync_registrations',
  enrollments: 'sync_enrollments',
  finance: 'moodle_finance_info',
  payments: 'moodle_finance_payments',
  scheduleRows: 'sync_schedule_rows',
  templateRows: 'sync_template_rows',
}

type Row = {
  zoho_id: string
  field_hashes: Record<string, string>
  state_hash: string
  targets: Record<string, string | number>
  owners: string[]
  zoho_modified_time: string | null
  gone: boolean
  changes: number
  in_doubt: boolean
}

/** Under which subject the audit keeps what was done for a record: an enrolment's is the pair. */
const subjectIn = (table: StateTable): string => (table === 'enrollments' ? `array_to_string(owners, ':')` : 'zoho_id')

/** @param flow whose audit tells what is in doubt */
const columns = (
  flow: string,
  table: StateTable,
): string => `zoho_id, field_hashes, state_hash, targets, owners, zoho_modified_time, gone_at is not null as gone,
  (select count(*)::int from unnest(changes_at) as at where at > now() - interval '1 hour') as changes,
  exists (select from moodle_sync_log deed where deed.tenant_id = current_tenant() and deed.flow = ${flow}
    and deed.subject = ${subjectIn(table)} and deed.outcome in ('begun', 'uncertain')) as in_doubt`

/** The last settled state of one college's records, as this flow sees it. */
export function recordsOf(database: Pick<Database, 'withTenant'>, tenant: TenantId, flow: string): Records {
  return {
    async lastKnown(table, keys) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<Row>({
          name: `states-last-known-${table}`,
          text: `select ${columns('$2', table)} from ${tableNames[table]} where tenant_id = current_tenant() and zoho_id = any($1)`,
          values: [keys, flow],
        }),
      )
      return new Map<ZohoId, KnownRecord>(rows.map((row) => [zohoId(row.zoho_id), toKnown(row)]))
    },
    async ownedBy(table, owners) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<Row>({
          name: `states-owned-by-${table}`,
          text: `select ${columns('$2', table)} from ${tableNames[table]}
            where tenant_id = current_tenant() and owners && $1::text[] and gone_at is null order by zoho_id`,
          values: [owners, flow],
        }),
      )
      return rows.map(toKnown)
    },
    async removalsLastHour(table) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ removals: number }>({
          name: `states-removals-${table}`,
          text: `select count(*)::int as removals from ${tableNames[table]}
            where tenant_id = current_tenant() and gone_at > now() - interval '1 hour' and targets <> '{}'`,
        }),
      )
      return rows[0]?.removals ?? 0
    },
    suspendedByUs: (subjects) => database.withTenant(tenant, (tx) => newestSays(tx, flow, subjects, 'suspended', true)),
    hiddenByUs: (subjects) => database.withTenant(tenant, (tx) => newestSays(tx, flow, subjects, 'visible', false)),
    openedByUs: (subjects) => database.withTenant(tenant, (tx) => newestSays(tx, flow, subjects, 'suspended', false)),
    async changedByUs(subjects) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ subject: string; targets: string[] }>({
          name: 'states-changed-by-us',
          text: `select subject, array_agg(distinct target) as targets from moodle_sync_log
            where tenant_id = current_tenant() and flow = $2 and subject = any($1) and target is not null
              and outcome not in ('refused', 'not_happened')
            group by subject`,
          values: [subjects, flow],
        }),
      )
      return new Map(rows.map((row) => [row.subject, new Set(row.targets)]))
    },
    async accountsSuspendedByUs(people) {
      const { rows } = await database.withTenant(tenant, (tx) =>
        tx.query<{ target: string }>({
          name: 'states-accounts-suspended-by-us',
          text: `
select target from (
  select distinct on (target) target, changes -> 'suspended' ->> 'after' as suspended from moodle_sync_log
  where tenant_id = current_tenant() and flow in ('students', 'teachers') and subject = any($1) and action = 'updateUser'
    and changes ? 'suspended' and outcome not in ('refused', 'not_happened')
    and not (outcome in ('begun', 'uncertain') and changes -> 'suspended' -> 'after' = 'false')
  order by target, id desc
) as newest where suspended = 'true'`,
          values: [people],
        }),
      )
      return new Set(rows.map((row) => moodleUserId(Number(row.target))))
    },
  }
}

/** Of these subjects, those whose newest change of a switch over there set it so; one to the contrary that nobody heard of again did not happen. */
async function newestSays(
  tx: Tx,
  flow: string,
  subjects: readonly string[],
  field: string,
  value: boolean,
): Promise<Set<string>> {
  const { rows } = await tx.query<{ subject: string }>({
    name: 'states-newest-says',
    text: `
select subject from (
  select distinct on (subject) subject, changes -> $3 -> 'after' as said from moodle_sync_log
  where tenant_id = current_tenant() and flow = $2 and subject = any($1) and changes ? $3
    and outcome not in ('refused', 'not_happened')
    and not (outcome in ('begun', 'uncertain') and changes -> $3 -> 'after' <> to_jsonb($4::boolean))
  order by subject, id desc
) as newest where said = to_jsonb($4::boolean)`,
    values: [subjects, flow, field, value],
  })
  return new Set(rows.map((row) => row.subject))
}

const toKnown = (row: Row): KnownRecord => ({
  key: zohoId(row.zoho_id),
  fieldHashes: row.field_hashes,
  stateHash: row.state_hash,
  targets: row.targets,
  owners: row.owners.map(zohoId),
  modifiedTime: row.zoho_modified_time,
  gone: row.gone,
  changesLastHour: row.changes,
  inDoubt: row.in_doubt,
})

/** What a bulk read compares a page of records with. */
export type KnownState = { stateHash: string; owners: ZohoId[]; modifiedTime: string | null }

/** The living ones of these records, as last settled. */
export async function knownStates(tx: Tx, table: StateTable, keys: readonly ZohoId[]): Promise<Map<string, KnownState>> {
  const { rows } = await tx.query<{ zoho_id: string; state_hash: string; owners: string[]; zoho_modified_time: string | null }>({
    name: `states-known-${table}`,
    text: `select zoho_id, state_hash, owners, zoho_modified_time from ${tableNames[table]}
      where tenant_id = current_tenant() and zoho_id = any($1) and gone_at is null`,
    values: [keys],
  })
  return new Map(
    rows.map((row) => [
      row.zoho_id,
      { stateHash: row.state_hash, owners: row.owners.map(zohoId), modifiedTime: row.zoho_modified_time },
    ]),
  )
}

/** The modules whose records others wait for, with the table of what is known of them. */
const parentTables: Partial<Record<StateTable, LinkedModule>> = {
  students: 'BTEC_Students',
  teachers: 'BTEC_Teachers',
  programs: 'Products',
  classes: 'BTEC_Classes',
}

/** Whoever waits for one of these records to be linked is woken by what is known of it, too: it may be gone, or have no twin for now. */
export const keysOfStates = (states: readonly Pick<NewState, 'table' | 'key'>[]): string[] =>
  states.flatMap(({ table, key }) => {
    const module = parentTables[table]
    return module === undefined ? [] : [keyOfLink(module, key)]
  })

/** Which of these keys of links belong to a record that was settled since then. */
export async function settledSince(tx: Tx, keys: readonly string[], since: Date): Promise<Set<string>> {
  const settled = new Set<string>()
  for (const [table, module] of Object.entries(parentTables) as [StateTable, LinkedModule][]) {
    const prefix = keyOfLink(module, '')
    const ids = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
    if (ids.length === 0) continue
    const { rows } = await tx.query<{ zoho_id: string }>({
      name: `states-settled-since-${table}`,
      text: `select zoho_id from ${tableNames[table]} where tenant_id = current_tenant() and zoho_id = any($1) and settled_at >= $2`,
      values: [ids, since],
    })
    for (const { zoho_id } of rows) settled.add(`${prefix}${zoho_id}`)
  }
  return settled
}

/** The living records of a table that belong to any of these, and were settled since then. */
export async function ownedAndSettledSince(
  tx: Tx,
  table: StateTable,
  owners: readonly ZohoId[],
  since: Date,
): Promise<Pick<KnownRecord, 'key' | 'owners'>[]> {
  const { rows } = await tx.query<{ key: ZohoId; owners: ZohoId[] }>({
    name: `states-owned-and-settled-since-${table}`,
    text: `select zoho_id as key, owners from ${tableNames[table]}
      where tenant_id = current_tenant() and owners && $1::text[] and gone_at is null and settled_at >= $2 order by zoho_id`,
    values: [owners, since],
  })
  return rows
}

/** Keeps what runs settled, and wakes those who waited for a record that is settled now. The caller holds the locks of `keysOfStates`. */
export async function storeStates(tx: Tx, states: readonly NewState[]): Promise<void> {
  for (const table of new Set(states.map((state) => state.table))) {
    // Of several answers about one record the last counts.
    const ofTable = [...new Map(states.filter((state) => state.table === table).map((state) => [state.key, state])).values()]
    await storeInto(tx, table, ofTable)
  }
  await wake(tx, keysOfStates(states))
}

async function storeInto(tx: Tx, table: StateTable, states: readonly NewState[]): Promise<void> {
  await tx.query({
    name: `states-store-${table}`,
    text: `
insert into ${tableNames[table]} as known (tenant_id, zoho_id, field_hashes, state_hash, targets, owners, zoho_modified_time, gone_at, changes_at)
select current_tenant(), zoho_id, field_hashes, state_hash, targets, string_to_array(owners, ','), modified_time,
  case when gone then now() end, case when changed then array[now()] else '{}' end
from unnest($1::text[], $2::jsonb[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::boolean[], $8::boolean[])
  as mine (zoho_id, field_hashes, state_hash, targets, owners, modified_time, gone, changed)
order by zoho_id
on conflict (tenant_id, zoho_id) do update set
  field_hashes = excluded.field_hashes, state_hash = excluded.state_hash, owners = excluded.owners,
  targets = excluded.targets || case when known.targets ? 'photo' then jsonb_build_object('photo', known.targets -> 'photo') else '{}' end,
  zoho_modified_time = excluded.zoho_modified_time, settled_at = now(),
  gone_at = case when excluded.gone_at is null then null else coalesce(known.gone_at, excluded.gone_at) end,
  changes_at = array(select at from unnest(known.changes_at) as at where at > now() - interval '1 hour') || excluded.changes_at`,
    values: [
      states.map((state) => state.key),
      states.map((state) => JSON.stringify(state.fieldHashes)),
      states.map((state) => state.stateHash),
      states.map((state) => JSON.stringify(state.targets)),
      states.map((state) => state.owners.join(',')),
      states.map((state) => state.modifiedTime),
      states.map((state) => state.gone),
      states.map((state) => state.changed),
    ],
  })
}

/** Joins what another flow remembers of these students, and only that: both may settle at the same moment. */
export async function notePhotos(tx: Tx, notes: readonly PhotoNote[]): Promise<void> {
  if (notes.length === 0) return
  await tx.query({
    name: 'states-note-photos',
    text: `
with mine as (
  select known.zoho_id, note.photo from sync_students known
  join unnest($1::text[], $2::text[]) as note (zoho_id, photo) using (zoho_id)
  where known.tenant_id = current_tenant() order by known.zoho_id for update of known
)
update sync_students known set targets = known.targets || jsonb_build_object('photo', mine.photo)
from mine where known.tenant_id = current_tenant() and known.zoho_id = mine.zoho_id`,
    values: [notes.map(({ student }) => student), notes.map(({ photo }) => photo)],
  })
}
