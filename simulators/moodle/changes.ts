import { randomUUID } from 'node:crypto'
import { moodleException } from './errors.ts'
import { type Parsed, struct, value, withDefault } from './params.ts'
import { SERVICE_USER_ID } from './site.ts'
import { type Acting, type Change, secondsNow, type Visit } from './world.ts'

const MOST = 500

/** What the plugin's observers write down: in the transaction of the change itself, so a batch that is undone leaves none. */
export function noteChange({ world, callerId }: Acting, type: Change['event_type'], data: Change['data']): void {
  if (!world.settings.plugin) return
  world.teaching.journal.note(() => world.changes.pop())
  world.changes.push({
    schema: 1,
    event_id: randomUUID(),
    seq: (world.changes.at(-1)?.seq ?? 0) + 1,
    event_type: type,
    occurred_at: secondsNow(world),
    actor: { id: callerId, bridge: callerId === SERVICE_USER_ID },
    data,
  })
}

export const getChangesParams = struct({ since_seq: value('int'), limit: withDefault('int', String(MOST)) })

/** local_campusbridge_get_changes: the outbox, read forward. */
export function getChanges(
  { since_seq: since, limit }: Parsed<typeof getChangesParams>,
  { world }: Visit,
): { events: Change[]; highest_seq: number } {
  if (since < 0)
    throw moodleException('changes_sinceseq', 'since_seq: 0 or more. It is the number of the last event that is known.')
  if (limit < 1 || limit > MOST) throw moodleException('changes_limit', `limit: a whole number from 1 to ${MOST}.`)
  const events = world.changes.filter(({ seq }) => seq > since).slice(0, limit)
  for (const { seq } of events) world.fetched.add(seq)
  return {
    events,
    highest_seq: world.changes.at(-1)?.seq ?? 0,
  }
}
