import { breakersOf, closeBreaker, openBreaker, takeProbeTurn } from '../connections/breaker.store.ts'
import type { Database } from '../db/database.ts'
import { CodedError, type System } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import { settingsOf } from '../settings/settings.store.ts'

/**
 * Asks held systems how they are, with one cheap read and never with somebody's record. Over all processes one asks at a time.
 * @returns the systems that are well again
 */
export async function probeHeldSystems(
  database: Database,
  tenant: TenantId,
  probe: (system: System) => Promise<void>,
): Promise<System[]> {
  const open = [...(await breakersOf(database, tenant)).values()].filter((breaker) => breaker.open)
  const well: System[] = []
  for (const { system, probeAt } of open) {
    if (probeAt === null || probeAt.getTime() > Date.now()) continue
    const { 'breaker.probe_ms': againAfterMs } = await settingsOf(database, tenant)
    const isOurTurn = await database.withTenant(tenant, (tx) => takeProbeTurn(tx, system, againAfterMs))
    if (!isOurTurn) continue
    try {
      await probe(system)
      await database.withTenant(tenant, (tx) => closeBreaker(tx, system))
      well.push(system)
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      const { code, params } = error
      await database.withTenant(tenant, (tx) => openBreaker(tx, system, { code, params, probeAfterMs: againAfterMs }))
    }
  }
  return well
}
