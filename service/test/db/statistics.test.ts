import { expect, test } from 'vitest'
import { refreshStatistics } from '../../src/db/statistics.ts'
import { createLedgerWorld } from '../ledger-world.ts'

test('PostgreSQL is made to look at tables that grew, and only at those', async () => {
  const world = await createLedgerWorld()
  const fill = (table: string, rows: number) =>
    world.sql(
      `insert into ${table} (tenant_id, zoho_id, field_hashes, state_hash)
       select 'default', (5847596000000000000 + n)::text, '{}', '' from generate_series(1, ${rows}) n`,
    )
  const known = async () =>
    (
      await world.sql(`select relname, reltuples from pg_class where relname in ('sync_students', 'sync_classes') order by 1`)
    ).map(({ relname, reltuples }) => [relname, reltuples])
  try {
    await fill('sync_students', 600)
    await fill('sync_classes', 400)
    // PostgreSQL counts what changed a moment later.
    await expect
      .poll(
        async () => {
          await refreshStatistics(world.database)
          return known()
        },
        { timeout: 10_000 },
      )
      .toEqual([
        ['sync_classes', -1],
        ['sync_students', 600],
      ])
  } finally {
    await world.stop()
  }
})
