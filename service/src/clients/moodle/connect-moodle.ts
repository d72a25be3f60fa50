import type { Moodle } from '../../ports/moodle.ts'
import type { MoodleChanges } from '../../ports/moodle-changes.ts'
import type { MoodleInspection } from '../../ports/moodle-inspection.ts'
import type { Connection, Observe } from '../connection.ts'
import { createCaller } from './call.ts'
import { changesOf } from './changes.ts'
import { createUsers, type RowLimit } from './create-users.ts'
import { inspectionOf } from './inspection.ts'
import { usersBy } from './look-up.ts'
import { siteOf } from './site.ts'
import { updateUsers } from './update-users.ts'

export type MoodleOptions = {
  /** The site's address; it may have a path. */
  url: string
  token: string
  /** Over all runs of this process. Moodle is fastest at half its PHP workers, and more only queue (reference/moodle.md §7). */
  callsInFlight?: number
  timeoutMs?: number
}

export type MoodleConnection = Connection<Moodle> & {
  /** What `manage doctor` asks. */
  inspection(observe: Observe): MoodleInspection
  /** The plugin's outbox. */
  changes(observe: Observe): MoodleChanges
}

const CALLS_IN_FLIGHT = 4
const TIMEOUT_MS = 30_000
/** Fastest and far from PHP's limit of variables (reference/moodle.md §7). */
const ROWS_PER_CREATE = 50

/** Opens the way to one Moodle site through its REST web services. */
export function connectMoodle(options: MoodleOptions): MoodleConnection {
  const caller = createCaller({ callsInFlight: CALLS_IN_FLIGHT, timeoutMs: TIMEOUT_MS, ...options })
  const createLimit: RowLimit = { rows: ROWS_PER_CREATE }

  return {
    port(observe, lane) {
      const ask = caller.asking(observe, lane)
      return {
        site: () => siteOf(ask),
        usersBy: (field, values) => usersBy(ask, field, values),
        createUsers: (users) => createUsers(ask, createLimit, users),
        updateUsers: (changes) => updateUsers(ask, changes),
      }
    },
    async probe() {
      await siteOf(caller.asking(() => {}, 'live'))
    },
    inspection: (observe) => inspectionOf(caller.asking(observe, 'live'), caller),
    changes: (observe) => changesOf(caller.asking(observe, 'bulk')),
    close: caller.close,
  }
}
