import { openConnections } from '../../src/clients/open-connections.ts'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import type { OutsideCall } from '../../src/domain/outside-calls.ts'
import { students } from '../../src/flows/accounts/students.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { mappingsOf } from '../../src/mapping/field-sets.ts'
import { type Comparing, type ComparisonEnd, compareAll } from '../../src/reconcile/compare.ts'
import type { Sweeping } from '../../src/reconcile/sweeping.ts'
import { routesOf } from '../../src/router/routes.ts'
import { createCipher } from '../../src/secrets/cipher.ts'
import { settingsOf } from '../../src/settings/settings.store.ts'
import type { World } from '../world.ts'

export type Reconciling = Awaited<ReturnType<typeof reconcilingOf>>

/** A process beside the service that looks for what no webhook told it. */
export async function reconcilingOf(world: World, refreshToken?: string) {
  const database: Database = openDatabase(world.databaseUrl, { max: 4, onError: () => {} })
  const cipher = createCipher(world.appOptions.config.encryptionKeys)
  const { addresses } = world.appOptions
  const connections = openConnections({
    database,
    cipher,
    addresses: refreshToken === undefined ? addresses : { ...addresses, zoho: { ...addresses.zoho, refreshToken } },
  })
  const ledger = createLedger({ database, routesOf, afterCommit: () => {} })

  const portsFor = async (observe: (call: OutsideCall) => void = () => {}) => {
    const { zoho, moodle } = await connections.of(DEFAULT_TENANT)
    return { zoho: zoho.port(observe, 'bulk'), moodle: moodle.port(observe, 'bulk') }
  }
  const settingsNow = () => settingsOf(database, DEFAULT_TENANT)

  return {
    database,
    portsFor,
    async sweeping(flows: readonly string[] = ['students']): Promise<Sweeping> {
      const settings = await settingsNow()
      const { zoho } = await portsFor()
      return { database, ledger, tenant: DEFAULT_TENANT, zoho, settings, mappings: mappingsOf(settings), flows: new Set(flows) }
    },
    async comparing(more: Partial<Comparing> = {}): Promise<Comparing> {
      const settings = await settingsNow()
      return {
        database,
        ledger,
        tenant: DEFAULT_TENANT,
        settings,
        mappings: mappingsOf(settings),
        flows: [students],
        portsFor,
        creditsRemaining: async () => null,
        onBug: (error) => {
          throw error
        },
        ...more,
      }
    },
    async compare(more: Partial<Comparing> = {}): Promise<ComparisonEnd> {
      const end = await compareAll(await this.comparing(more), new AbortController().signal)
      if (end === undefined) throw new Error('Another process compares')
      return end
    },
    async items(reportId: string) {
      const { rows } = await world.look.query(
        'select subject, system, field, stands, due, since, cause, code, event_id from drift_items where report_id = $1 order by id',
        [reportId],
      )
      return rows as {
        subject: string
        system: string
        field: string
        stands: string | null
        due: string | null
        since: Date | null
        cause: string
        code: string | null
        event_id: string | null
      }[]
    },
    async stop() {
      await connections.close()
      await database.end()
    },
  }
}
