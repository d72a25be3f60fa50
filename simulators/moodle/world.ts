import type { Clock, RowCount } from '../system.ts'
import type { AppliedTimes } from './plugin/applied-times.ts'
import type { RecordTables } from './plugin/record-tables.ts'
import type { SiteSettings } from './site.ts'
import type { Teaching } from './teaching/tables.ts'
import type { UserTable } from './user-table.ts'

/** A web service token. */
export type Token = { id: string; userid: number; validuntil: number }

/** A message that Moodle sent to somebody. */
export type SentMail = { id: number; userid: number; to: string; subject: string; at: string }

/** What the plugin's observers tell of. */
export type ChangeType =
  | 'user_created'
  | 'user_updated'
  | 'user_deleted'
  | 'user_enrolment_created'
  | 'user_enrolment_updated'
  | 'user_enrolment_deleted'
  | 'role_assigned'
  | 'role_unassigned'
  | 'course_created'
  | 'course_updated'
  | 'course_deleted'
  | 'course_module_created'
  | 'course_module_updated'
  | 'course_module_deleted'
  | 'submission_graded'
  | 'workflow_state_updated'
  | 'user_graded'
  | 'template_changed'
  | 'template_deleted'

/** One row of the outbox of the plugin local_campusbridge, as it travels. */
export type Change = {
  schema: 1
  event_id: string
  seq: number
  event_type: ChangeType
  occurred_at: number
  actor: { id: number; bridge: boolean }
  /** Ids under the contract's names, and the idnumber of what is gone. */
  data: Record<string, number | string>
}

/** Everything one simulated Moodle site holds. */
export type MoodleWorld = {
  clock: Clock
  settings: SiteSettings
  users: UserTable
  /** Categories, courses, cohorts, enrolments and what hangs on them. */
  teaching: Teaching
  tokens: Map<string, Token>
  mails: SentMail[]
  /** The outbox of the plugin local_campusbridge. */
  changes: Change[]
  /** Numbers of those that get_changes gave out. */
  fetched: Set<number>
  asOf: AppliedTimes
  /** The plugin's copy of what students may see of Zoho. */
  studentRecords: RecordTables
}

/** One call on its way through a function. */
export type Visit = {
  world: MoodleWorld
  /** Whose token it carries. */
  callerId: number
  /** `http://host/moodle`, without a slash at the end. */
  siteUrl: string
  /** The call asked for texts as they are stored. */
  raw: boolean
  rows: RowCount
}

/** Whoever acts: a call's caller, or a person at the control surface. */
export type Acting = Pick<Visit, 'world' | 'callerId'>

/** Moodle's time stamps are whole seconds. */
export const secondsNow = (world: MoodleWorld): number => Math.floor(world.clock.now() / 1000)
