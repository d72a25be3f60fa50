import { demoSecrets } from '../../service/src/config/demo-secrets.ts'
import { readConfig } from '../../service/src/config.ts'
import { type Database, openDatabase } from '../../service/src/db/database.ts'
import { createServer } from '../../service/src/http/server.ts'
import { webhooks } from '../../service/src/http/webhooks/webhooks.ts'
import { createLedger, type Ledger } from '../../service/src/ledger/ledger.ts'
import { createLog } from '../../service/src/log/log.ts'
import { createWakeUp } from '../../service/src/queue/wake-up.ts'
import { routesOf } from '../../service/src/router/routes.ts'
import { createCipher } from '../../service/src/secrets/cipher.ts'
import { settingsOf } from '../../service/src/settings/settings.store.ts'
import { createDoors } from '../../service/src/tenants/doors.ts'
import { ready, task } from '../parent.ts'
import { plainLedger } from './plain-ledger.ts'

/** The real door without a worker behind it; the floor has the same server, signature check and pool before one plain insert. */
const { databaseUrl, kind } = task<{ databaseUrl: string; kind: 'product' | 'floor' }>()

const config = readConfig({ ENVIRONMENT: 'test' })
const fail = (error: unknown): void => console.error(error)
const database = openDatabase(databaseUrl, { max: config.database.poolSize, onError: fail })
const secrets = { zoho: { secrets: [demoSecrets.ZOHO_WEBHOOK_SECRET], tokens: [] }, moodle: { secrets: [], tokens: [] } }

const server = createServer({
  logger: createLog('silent'),
  plugins: [
    webhooks({
      ledger: kind === 'floor' ? await plainLedger(database) : productLedger(database),
      doors: createDoors({ database, cipher: createCipher(config.encryptionKeys), defaultSecrets: secrets }),
      settings: (tenant) => settingsOf(database, tenant),
    }),
  ],
})

ready(await server.listen({ port: 0, host: '127.0.0.1' }))

/** As `app.ts` joins it: what is new is announced to the other processes after the commit. */
function productLedger(own: Database): Ledger {
  const wakeUp = createWakeUp(own, () => {}, fail)
  return createLedger({ database: own, routesOf, afterCommit: () => wakeUp.announce() })
}
