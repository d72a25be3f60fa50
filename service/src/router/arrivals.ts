import { keyOfSystem, readBreakers } from '../connections/breaker.store.ts'
import type { Tx } from '../db/database.ts'
import { linkedKeys } from '../identity/links.store.ts'
import { settledSince } from '../sync/states.store.ts'

/**
 * Which of the things somebody is about to wait for are there already. Asked while holding their locks: whoever brings one about later
 * will find the waiter and wake it.
 * @param since when the waiting run began to look
 */
export async function arrivedAmong(tx: Tx, keys: readonly string[], since: Date): Promise<Set<string>> {
  const arrived = await linkedKeys(
    tx,
    keys.filter((key) => key.startsWith('link:')),
  )
  for (const key of await settledSince(tx, keys, since)) arrived.add(key)
  if (keys.some((key) => key.startsWith('system:'))) {
    const breakers = await readBreakers(tx)
    for (const system of ['zoho', 'moodle'] as const) {
      if (keys.includes(keyOfSystem(system)) && !breakers.get(system)?.open) arrived.add(keyOfSystem(system))
    }
  }
  return arrived
}
