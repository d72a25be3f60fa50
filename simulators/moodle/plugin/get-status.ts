import { struct } from '../params.ts'
import { assignableRoles, roles } from '../teaching/roles.ts'
import { BTEC_SCALE } from '../teaching/scales.ts'
import type { MoodleWorld, Visit } from '../world.ts'

export const getStatusParams = struct({})

/**
 * local_campusbridge_get_status: a site that lacks nothing, whose cron runs every minute. Nothing sends the outbox: all that is in it waits, and
 * what was fetched already is not counted as `unfetched`.
 */
export function getStatus(_args: object, { world }: Visit): Record<string, unknown> {
  const minute = 60_000
  const given = roles.filter(({ id }) => assignableRoles.includes(id)).sort((a, b) => (a.shortname < b.shortname ? -1 : 1))
  const started = Math.floor(world.clock.now() / minute) * minute
  return {
    servertime: world.clock.now(),
    moodle: { version: '2024100706', release: '4.5.6 (Build: 20250811)' },
    php: { version: '8.2.36', maxinputvars: world.settings.maxInputVars },
    plugin: { installed: true, version: '2026112603', release: '0.1.0' },
    btec: { installed: true, version: '2025052699', release: '1.25', scaleid: BTEC_SCALE },
    service: { enabled: true, authorised: true },
    missingfunctions: [],
    missingcapabilities: [],
    courseroles: given.map((role) => ({ ...role, assignable: true })),
    cron: { laststart: started / 1000, secondsago: Math.floor((world.clock.now() - started) / 1000) },
    outbox: outboxOf(world),
    webhook: { url: '', enabled: true, blocked: false },
  }
}

function outboxOf({ changes, fetched, clock }: MoodleWorld): Record<string, number> {
  const oldestwaiting = changes[0]?.occurred_at ?? 0
  return {
    waiting: changes.length,
    dead: 0,
    oldestwaiting,
    oldestseconds: oldestwaiting === 0 ? 0 : Math.max(0, Math.floor(clock.now() / 1000) - oldestwaiting),
    unfetched: changes.filter(({ seq }) => !fetched.has(seq)).length,
  }
}
