import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { CodedError } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Ports } from '../flows/flow.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { mappingsFor } from '../mapping/overrides.store.ts'
import { settingsOf } from '../settings/settings.store.ts'
import { mailsBefore } from './plan-sync.ts'
import { type Batch, beginOfBatch, endBatch, stillAtBatch, takeBatch } from './sync-line.store.ts'
import { syncNames } from './sync-names.ts'

const SIGN_OF_LIFE_MS = 10_000

export type SyncRunnerOptions = {
  database: Pick<Database, 'withTenant'>
  ledger: Pick<Ledger, 'receive'>
  portsOf: (tenant: TenantId) => Promise<Ports>
  onError: (error: unknown, doing: string) => void
}

/** Runs the bulk reads that were asked for at the API, one batch of a college at a time; which process does, nobody minds. */
export type SyncRunner = {
  /** Takes the next batch of a college, if there is one and its last one has ended. Returns at once. */
  look(tenant: TenantId): Promise<void>
  /** Hands back what is not done, for the next process to go on with. */
  stop(): Promise<void>
}

export function createSyncRunner(options: SyncRunnerOptions): SyncRunner {
  const runner = randomUUID()
  const inHand = new Map<TenantId, Promise<void>>()
  const stopping = new AbortController()
  return {
    async look(tenant) {
      if (inHand.has(tenant) || stopping.signal.aborted) return
      const batch = await options.database.withTenant(tenant, (tx) => takeBatch(tx, runner))
      if (batch === undefined) return
      const work = runBatch(tenant, batch, runner, stopping.signal, options)
        .catch((error: unknown) => options.onError(error, 'running a bulk read'))
        .finally(() => inHand.delete(tenant))
      inHand.set(tenant, work)
    },
    async stop() {
      stopping.abort()
      await Promise.all(inHand.values())
    },
  }
}

async function runBatch(
  tenant: TenantId,
  { batch, names, wishes }: Batch,
  runner: string,
  signal: AbortSignal,
  { database, ledger, portsOf, onError }: SyncRunnerOptions,
): Promise<void> {
  const within = <T>(work: Parameters<typeof database.withTenant<T>>[1]): Promise<T> => database.withTenant(tenant, work)
  const alive = setInterval(() => {
    within((tx) => stillAtBatch(tx, batch, runner)).catch((error: unknown) => onError(error, 'saying that a bulk read goes on'))
  }, SIGN_OF_LIFE_MS)
  try {
    const settings = await settingsOf(database, tenant)
    const mappings = await mappingsFor(database, tenant, settings)
    const ports = await portsOf(tenant)
    const mails = wishes.sendMail ? 0 : await mailsBefore({ ...ports, database, tenant, settings, mappings }, names)
    if (mails > 0) {
      await within((tx) => endBatch(tx, batch, runner, 'stopped', { code: 'sync.mails_withheld', params: { mails } }))
      return
    }
    await syncNames(names, {
      database,
      ledger,
      tenant,
      mappings,
      settings,
      zoho: ports.zoho,
      allowRemovals: wishes.allowRemovals,
      signal,
      whenStopped: 'queued',
      take: (tx, name) => beginOfBatch(tx, batch, runner, name),
    })
    if (signal.aborted) await within((tx) => endBatch(tx, batch, runner, 'queued'))
  } catch (error) {
    const trouble = error instanceof CodedError ? { code: error.code, params: error.params } : undefined
    await within((tx) => endBatch(tx, batch, runner, 'failed', trouble))
    if (trouble === undefined) throw error
  } finally {
    clearInterval(alive)
  }
}
