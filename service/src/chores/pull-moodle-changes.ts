import type { Database } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import type { NewEvent } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { MoodleChanges } from '../ports/moodle-changes.ts'
import { moveMark, readMark } from './moodle-marks.store.ts'

export type Pulled = {
  /** Events that no webhook had brought. */
  missed: number
  /** Events that do not fit the contract: another version of the plugin. Their numbers are passed over. */
  refused: number
}

/**
 * Reads Moodle's outbox forward from where we stood, so that nothing is lost when webhooks cannot reach us. An event that came by webhook
 * already is a second delivery, which changes nothing. The mark moves only behind what is in the ledger.
 * @param toEvent as the door translates a line; throws RejectedError for one that does not fit
 */
export async function pullMoodleChanges(
  database: Pick<Database, 'withTenant'>,
  tenant: TenantId,
  changes: MoodleChanges,
  ledger: Pick<Ledger, 'receive'>,
  toEvent: (line: unknown) => NewEvent,
): Promise<Pulled> {
  const pulled: Pulled = { missed: 0, refused: 0 }
  const receive = async (line: unknown): Promise<void> => {
    try {
      const { status } = await ledger.receive(tenant, toEvent(line))
      if (status === 'accepted') pulled.missed += 1
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error
      pulled.refused += 1
    }
  }

  for (let mark = await database.withTenant(tenant, readMark); ; ) {
    const answer = await changes.since(mark)
    if (answer === undefined) return pulled
    await Promise.all(answer.events.map(receive))
    // A plugin that was installed anew counts from 1 again. Otherwise only forward, whatever the answer says, or we would never end.
    const reached = answer.highest < mark ? 0 : Math.max(mark, lastSeqIn(answer.events) ?? answer.highest)
    if (reached === mark) return pulled
    const from = mark
    await database.withTenant(tenant, (tx) => moveMark(tx, from, reached))
    mark = reached
  }
}

function lastSeqIn(events: readonly unknown[]): number | undefined {
  const last = events.at(-1)
  const seq = typeof last === 'object' && last !== null && 'seq' in last ? last.seq : undefined
  return typeof seq === 'number' ? seq : undefined
}
