import { accountsUrlOf } from '../config/addresses.ts'
import { type Addresses, createConnections } from '../connections/connections.ts'
import type { Database } from '../db/database.ts'
import { liveProcesses } from '../queue/leases.ts'
import type { Cipher } from '../secrets/cipher.ts'
import { readConnections } from '../tenants/connections.store.ts'
import { connectMoodle } from './moodle/connect-moodle.ts'
import { connectZoho } from './zoho/connect-zoho.ts'

export { resealZohoToken } from './zoho/reseal-token.ts'

const PROCESS_SEEN_WITHIN_MS = 15_000

export type AllConnections = ReturnType<typeof openConnections>

/** Every college's way to its systems: the default one's from the environment, the others' as they are stored. */
export const openConnections = ({
  database,
  cipher,
  addresses,
}: {
  database: Database
  cipher: Cipher
  /** The default college's systems, real or simulated. */
  addresses: Addresses
}) =>
  createConnections({
    defaultAddresses: addresses,
    addressesOf: async (tenant) => addressesFrom(await readConnections({ database, cipher }, tenant)),
    openZoho: (tenant, { apiUrl, ...address }) =>
      connectZoho({
        ...address,
        ...(apiUrl === undefined ? {} : { apiUrl }),
        tenant,
        database,
        cipher,
        liveProcesses: () => liveProcesses(database, PROCESS_SEEN_WITHIN_MS),
      }),
    openMoodle: connectMoodle,
  })

/** What a college of its own stored, in the words of the default one's addresses. */
function addressesFrom({ zoho, moodle }: Awaited<ReturnType<typeof readConnections>>): Addresses {
  return {
    zoho: zoho && {
      accountsUrl: zoho.ZOHO_ACCOUNTS_URL ?? accountsUrlOf(zoho.ZOHO_DC),
      apiUrl: zoho.ZOHO_API_URL,
      clientId: zoho.ZOHO_CLIENT_ID,
      clientSecret: zoho.ZOHO_CLIENT_SECRET,
      refreshToken: zoho.ZOHO_REFRESH_TOKEN,
    },
    moodle: moodle && { url: moodle.MOODLE_BASE_URL, token: moodle.MOODLE_TOKEN },
  }
}
