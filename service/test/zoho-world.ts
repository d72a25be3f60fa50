import { type Simulators, startSimulators } from '../../simulators/server.ts'
import { connectZoho, type ZohoConnection, type ZohoOptions } from '../src/clients/zoho/connect-zoho.ts'
import { type Database, openDatabase } from '../src/db/database.ts'
import type { Lane } from '../src/domain/events.ts'
import { DEFAULT_TENANT, type ZohoId, zohoId } from '../src/domain/ids.ts'
import type { OutsideCall } from '../src/domain/outside-calls.ts'
import type { Zoho, ZohoChange, ZohoQuestion } from '../src/ports/zoho.ts'
import { createCipher } from '../src/secrets/cipher.ts'
import { administer, createTestDatabase } from './database.ts'

export type ZohoWorld = Awaited<ReturnType<typeof createZohoWorld>>

type Fault = {
  match?: string
  nth?: number
  times?: number
  how: 'refuse' | 'lose' | 'hang' | '429' | '500' | 'expire'
  ms?: number
}

/** Fields of a student that tests ask for. */
export const students: ZohoQuestion = {
  module: 'BTEC_Students',
  fields: ['First_Name', 'Academic_Email', 'City', 'Country', 'Status', 'Student_Moodle_ID', 'Modified_Time'],
}

/** What tells Zoho the Moodle id of a student. */
export const moodleId = (record: ZohoId, after: string, before = ''): ZohoChange => ({
  subject: record,
  module: 'BTEC_Students',
  record,
  before: { Student_Moodle_ID: before },
  after: { Student_Moodle_ID: after },
})

export const firstKey = { id: 'first', key: Buffer.alloc(32, 1) }

/** `apiUrl: null`: the address that the token answer names. */
type Overrides = Partial<Omit<ZohoOptions, 'apiUrl'>> & { apiUrl?: string | null }

/** A simulated organisation with its college, a database, and as many "processes" connected to both as a test likes. */
export async function createZohoWorld() {
  const testDatabase = await createTestDatabase()
  const simulators: Simulators = await startSimulators()
  const opened: { connection: ZohoConnection; database: Database }[] = []

  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${simulators.url}/__sim${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }

  return {
    simulators,
    control,
    fault: (fault: Fault) => control('POST', '/faults', { system: 'zoho', ...fault }),

    /** One process: its own pool, its own connection to Zoho. `calls` are what its live port has reported. */
    connect({ apiUrl, ...overrides }: Overrides = {}) {
      const database = openDatabase(testDatabase.url, { max: 5, onError: () => {} })
      const { origin, clientId, clientSecret, refreshToken } = simulators.zoho
      const connection = connectZoho({
        tenant: DEFAULT_TENANT,
        database,
        cipher: createCipher([firstKey]),
        accountsUrl: origin,
        clientId,
        clientSecret,
        refreshToken,
        liveProcesses: async () => 1,
        timeoutMs: 5_000,
        ...overrides,
        ...(apiUrl === null ? {} : { apiUrl: apiUrl ?? origin }),
      })
      opened.push({ connection, database })
      const calls: OutsideCall[] = []
      const port = (lane: Lane): Zoho => connection.port((call) => calls.push(call), lane)
      return { connection, database, calls, port, zoho: port('live') }
    },

    /** What reached the simulator, in order. */
    async asked(operation = ''): Promise<{ operation: string; url: string; body: string | null; status: number | null }[]> {
      const { calls } = (await control('GET', `/calls?system=zoho&operation=${encodeURIComponent(operation)}`)) as {
        calls: { operation: string; url: string; body: string | null; status: number | null }[]
      }
      return calls
    },

    students(): ZohoId[] {
      return simulators.systems.zoho.records.list('BTEC_Students').map(({ id }) => zohoId(String(id)))
    },

    /** Everything as at the start: the college, no token, no calls, no faults. */
    async reset(): Promise<void> {
      await Promise.all(
        opened.splice(0).map(async ({ connection, database }) => {
          await connection.close()
          await database.end()
        }),
      )
      simulators.systems.zoho.behave({ accessDeniedStatus: 200, expiredTokenCode: 'INVALID_TOKEN', creditsPerDay: 55_000 })
      await control('POST', '/reset', {})
      await administer(testDatabase.superuserUrl, 'truncate zoho_tokens')
    },

    async stop(): Promise<void> {
      await this.reset()
      await simulators.stop()
      await testDatabase.drop()
    },
  }
}
