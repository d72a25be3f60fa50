import type { Clock, RowCount } from '../system.ts'
import type { Change } from './changes.ts'
import type { SiteSettings } from './site.ts'
import type { UserTable } from './user-table.ts'

/** A web service token. */
export type Token = { id: string; userid: number; validuntil: number }

/** A message that Moodle sent to somebody. */
export type SentMail = { id: number; userid: number; to: string; subject: string; at: string }

/** Everything one simulated Moodle site holds. */
export type MoodleWorld = {
  clock: Clock
  settings: SiteSettings
  users: UserTable
  tokens: Map<string, Token>
  mails: SentMail[]
  /** The outbox of the plugin local_campusbridge. */
  changes: Change[]
}

/** One call on its way through a function. */
export type Visit = {
  world: MoodleWorld
  /** Whose token it carries. */
  callerId: number
  /** `http://host/moodle`, without a slash at the end. */
  siteUrl: string
  rows: RowCount
}

/** Moodle's time stamps are whole seconds. */
export const secondsNow = (world: MoodleWorld): number => Math.floor(world.clock.now() / 1000)
