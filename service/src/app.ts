import type { Logger } from 'pino'
import { probeHeldSystems } from './chores/probe.ts'
import { pullMoodleChanges } from './chores/pull-moodle-changes.ts'
import { repeat } from './chores/repeat.ts'
import { sweep } from './chores/sweep.ts'
import { openConnections } from './clients/open-connections.ts'
import type { Config } from './config.ts'
import { breakersOf } from './connections/breaker.store.ts'
import type { Addresses } from './connections/connections.ts'
import { openDatabase, refuseIfRlsCanBeBypassed } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { refreshStatistics } from './db/statistics.ts'
import { DEFAULT_TENANT, type TenantId } from './domain/ids.ts'
import type { OutsideCall } from './domain/outside-calls.ts'
import { flows } from './flows/flows.ts'
import { api } from './http/api/api.ts'
import { createServer } from './http/server.ts'
import { moodleEventOf } from './http/webhooks/moodle-event.ts'
import { webhooks } from './http/webhooks/webhooks.ts'
import { createLedger } from './ledger/ledger.ts'
import { refuseBrokenMappings } from './mapping/broken-mappings.ts'
import { createMetrics } from './metrics/metrics.ts'
import { createPlanner, inBackground } from './plans/planner.ts'
import { queueDepth } from './queue/depth.ts'
import { showPresence } from './queue/presence.ts'
import { createWakeUp } from './queue/wake-up.ts'
import { startWorker } from './queue/worker.ts'
import { silenceOf, speakers } from './reconcile/silence.store.ts'
import { createTimekeeper } from './reconcile/timekeeper.ts'
import { workOf } from './reconcile/work.ts'
import { createRouter } from './router/router.ts'
import { routesOf } from './router/routes.ts'
import { createCipher } from './secrets/cipher.ts'
import { settingsOf } from './settings/settings.store.ts'
import { createSyncRunner } from './sync/sync-runner.ts'
import { createDoors } from './tenants/doors.ts'
import { listTenants } from './tenants/tenants.store.ts'
import { cleanUpNightly } from './verbs/cleanup-events.ts'
import { cleanUpPlansNightly } from './verbs/cleanup-plans.ts'
import type { Desk } from './verbs/desk.ts'

/** How many sets of subjects one process has in hand; bulk work leaves the rest to people's. */
const SETS_IN_HAND = 6
const BULK_SETS_IN_HAND = 4
/** What a look-up in Moodle and a write to Zoho carry in one call (docs/decisions/0007). */
const SUBJECTS_PER_SET = 100
const SWEEP_EVERY_MS = 60_000
const STATISTICS_EVERY_MS = 2_000
const PROBE_EVERY_MS = 1_000
/** How soon a bulk read that was asked for at the API begins. */
const LOOK_FOR_SYNCS_EVERY_MS = 1_000
const CLEAN_UP_EVERY_MS = 24 * 60 * 60_000
const PULL_EVERY_MS = 5 * 60_000
/** Schedules are in whole minutes. */
const LOOK_AT_SCHEDULES_EVERY_MS = 15_000

export type AppOptions = {
  config: Config
  databaseUrl: string
  /** The default college's systems, real or simulated. */
  addresses: Addresses
  log: Logger
}

export type App = { url: string; stop(): Promise<void> }

/** Builds the whole service and joins its parts. The only file that knows every part; read it as a map, from the door to the worker. */
export async function startApp({ config, databaseUrl, addresses, log }: AppOptions): Promise<App & { defaultDesk: Desk }> {
  const failed = (error: unknown, doing: string): void => log.error({ err: error }, doing)

  refuseBrokenMappings()
  const database = openDatabase(databaseUrl, {
    max: config.database.poolSize,
    preparedStatements: config.database.preparedStatements,
    onError: (error) => failed(error, 'a database connection broke'),
  })
  await refuseIfRlsCanBeBypassed(database)
  await migrate(database.pool)
  const cipher = createCipher(config.encryptionKeys)
  const tenants = async (): Promise<TenantId[]> =>
    (await listTenants(database)).filter(({ disabledAt }) => disabledAt === null).map(({ id }) => id)

  const connections = openConnections({ database, cipher, addresses })

  const metrics = createMetrics({
    queueDepth: () => queueDepth(database),
    breakers: async () => {
      const all = await Promise.all(
        (await tenants()).map(async (tenant) =>
          [...(await breakersOf(database, tenant)).values()].map((breaker) => ({ ...breaker, tenant })),
        ),
      )
      return all.flat()
    },
    silences: async () =>
      (
        await Promise.all(
          (
            await tenants()
          ).flatMap((tenant) => speakers.map(async (source) => ({ ...(await silenceOf({ database, tenant }, source)), tenant }))),
        )
      ).filter(({ lastHeard }) => lastHeard !== null),
    creditsLeft: async () => {
      const { creditsRemaining } = await (await connections.of(DEFAULT_TENANT)).zoho.state()
      return creditsRemaining === null ? [] : [{ tenant: DEFAULT_TENANT, credits: creditsRemaining }]
    },
  })

  const newWork = { announce: () => {} }
  const ledger = createLedger({ database, routesOf, afterCommit: () => newWork.announce() })

  const planner = inBackground(
    createPlanner({
      database,
      ledger,
      flows,
      portsOf: async (tenant) => {
        const { zoho, moodle } = await connections.of(tenant)
        return (observe, lane) => {
          const both = (call: Parameters<typeof observe>[0]): void => {
            observe(call)
            metrics.called(call)
          }
          return { zoho: zoho.port(both, lane), moodle: moodle.port(both, lane) }
        }
      },
    }),
    (error) => failed(error, 'making or applying a plan'),
  )

  const server = createServer({
    logger: log,
    plugins: [
      webhooks({
        ledger,
        doors: createDoors({
          database,
          cipher,
          defaultSecrets: { zoho: config.webhooks.zoho, moodle: { secrets: config.webhooks.moodle.secrets, tokens: [] } },
        }),
        settings: (tenant) => settingsOf(database, tenant),
        observe: ({ source, result }) => metrics.accepted.inc({ source, answer: result }),
      }),
      api({
        database,
        ledger,
        afterCommit: () => newWork.announce(),
        connectionsOf: connections.of,
        outsideOf: connections.of,
        planner,
        simulated: { zoho: config.zoho.kind === 'simulated', moodle: config.moodle.kind === 'simulated' },
        registry: metrics.registry,
        docsNeedKey: config.environment !== 'development',
      }),
    ],
  })

  const runSet = createRouter({
    database,
    flows,
    portsFor: async (tenant, { calls, lane }) => {
      const { zoho, moodle } = await connections.of(tenant)
      const observe = (call: (typeof calls)[number]): void => {
        calls.push(call)
        metrics.called(call)
      }
      return { zoho: zoho.port(observe, lane), moodle: moodle.port(observe, lane) }
    },
    log: (line) => {
      metrics.ran(line)
      log.info(line, 'run')
    },
  })
  const { 'queue.timings': timings } = await settingsOf(database, DEFAULT_TENANT)
  const worker = startWorker({
    database,
    flows: flows.map(({ name }) => name),
    runSet,
    onError: failed,
    setSize: SUBJECTS_PER_SET,
    slots: SETS_IN_HAND,
    bulkSlots: BULK_SETS_IN_HAND,
    leaseMs: timings.lease_ms,
    pollMs: timings.poll_ms,
  })
  const wakeUp = createWakeUp(
    database,
    () => worker.nudge(),
    (error) => failed(error, 'listening for new work'),
    // Behind PgBouncer a session is not ours to keep.
    (session) => (config.database.preparedStatements ? showPresence(session, database, worker.id) : Promise.resolve()),
  )
  newWork.announce = () => {
    worker.nudge()
    wakeUp.announce()
  }

  const syncRunner = createSyncRunner({
    database,
    ledger,
    portsOf: async (tenant) => {
      const { zoho, moodle } = await connections.of(tenant)
      return { zoho: zoho.port(metrics.called, 'bulk'), moodle: moodle.port(metrics.called, 'bulk') }
    },
    onError: failed,
  })

  /** What fails for one college is told and does not keep the next one waiting. */
  const forEachTenant = (everyMs: number, doing: string, chore: (tenant: TenantId) => Promise<void>) =>
    repeat(
      everyMs,
      async () => {
        for (const tenant of await tenants()) await chore(tenant).catch((error: unknown) => failed(error, doing))
      },
      (error) => failed(error, doing),
    )
  const timekeeper = createTimekeeper({
    database,
    zoneOfZoho: async (tenant) => (await connections.of(tenant)).zoho.port(metrics.called, 'bulk').timeZone(),
    work: workOf({
      database,
      ledger,
      flows: flows,
      portsFor: async (tenant, observe, lane) => {
        const { zoho, moodle } = await connections.of(tenant)
        const both = (call: OutsideCall): void => {
          observe(call)
          metrics.called(call)
        }
        return { zoho: zoho.port(both, lane), moodle: moodle.port(both, lane) }
      },
      creditsRemaining: async (tenant) => (await (await connections.of(tenant)).zoho.state()).creditsRemaining,
      found: (records) => metrics.missedChanges.inc(records),
      log,
    }),
    onError: failed,
  })
  const chores = [
    repeat(
      STATISTICS_EVERY_MS,
      () => refreshStatistics(database),
      (error) => failed(error, 'looking at tables that grew'),
    ),
    forEachTenant(LOOK_AT_SCHEDULES_EVERY_MS, 'looking at schedules', (tenant) => timekeeper.look(tenant)),
    forEachTenant(SWEEP_EVERY_MS, 'sweeping', async (tenant) => {
      const swept = await sweep(database, tenant)
      metrics.forgotten.inc(swept.forgotten)
      metrics.missedWakeUps.inc(swept.missedWakeUps)
      if (swept.forgotten + swept.missedWakeUps > 0) log.error({ tenant, ...swept }, 'the sweep found lost work')
    }),
    forEachTenant(PROBE_EVERY_MS, 'probing held systems', async (tenant) => {
      const well = await probeHeldSystems(database, tenant, async (system) => (await connections.of(tenant))[system].probe())
      if (well.length > 0) newWork.announce()
    }),
    forEachTenant(PULL_EVERY_MS, 'reading Moodle’s outbox', async (tenant) => {
      const moodle = (await breakersOf(database, tenant)).get('moodle')
      if (moodle?.open) return
      const changes = (await connections.of(tenant)).moodle.changes((call) => metrics.called(call))
      const pulled = await pullMoodleChanges(database, tenant, changes, ledger, moodleEventOf)
      metrics.missedWebhooks.inc(pulled.missed)
      if (pulled.missed + pulled.refused > 0) log.warn({ tenant, ...pulled }, 'Moodle’s outbox held what no webhook brought')
    }),
    forEachTenant(LOOK_FOR_SYNCS_EVERY_MS, 'looking for bulk reads', (tenant) => syncRunner.look(tenant)),
    forEachTenant(CLEAN_UP_EVERY_MS, 'cleaning up', async (tenant) => {
      log.info(
        { tenant, ...(await cleanUpNightly({ database, tenant })), plans: await cleanUpPlansNightly({ database, tenant }) },
        'cleaned up',
      )
    }),
  ]

  const url = await server.listen({ port: config.port, host: '127.0.0.1' })
  return {
    url,
    defaultDesk: { database, tenant: DEFAULT_TENANT, who: 'npm start', afterCommit: () => newWork.announce() },
    async stop() {
      await server.close()
      await planner.stop()
      await Promise.all(chores.map((chore) => chore.stop()))
      await syncRunner.stop()
      await timekeeper.stop()
      await worker.stop()
      await wakeUp.stop()
      await connections.close()
      await database.end()
    },
  }
}
