import type { MoodleUserId } from '../domain/ids.ts'
import type { MoodleSite } from './moodle.ts'

/** A role that can be given in courses; `assignable`: by us. */
export type CourseRole = { id: number; shortname: string; assignable: boolean }

/** What `manage doctor` asks of a Moodle site. None of it changes anything. Every method may throw as those of `Moodle` do. */
export type MoodleInspection = {
  site(): Promise<MoodleSite>
  /** How far Moodle's clock was ahead of ours in its last answer, in milliseconds, give or take a second; undefined before any. */
  clockDifferenceMs(): number | undefined
  /** Whether the site has this authentication plugin, switched on or not. Throws when the service user may not change accounts. */
  hasAuth(auth: string): Promise<boolean>
  /** Both ways of looking for accounts, for somebody who does not exist: throws when the service user may not. */
  lookForNobody(): Promise<void>
  /** A create that Moodle is certain to refuse, for its content: throws when the service user may not create accounts at all. */
  tryToCreate(): Promise<void>
  /** Which facts about this account the service user is shown; undefined when there is no such account. */
  shownOf(id: MoodleUserId): Promise<{ email: boolean; idnumber: boolean } | undefined>
  /** undefined where the plugin is not there to tell. */
  courseRoles(): Promise<CourseRole[] | undefined>
}
