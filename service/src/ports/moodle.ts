import type { MoodleUserId, ZohoId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'
import type { MoodleCohorts } from './moodle-cohorts.ts'
import type { MoodleCourses } from './moodle-courses.ts'
import type { MoodleEnrolments } from './moodle-enrolments.ts'
import type { MoodlePictures } from './moodle-pictures.ts'
import type { MoodleRecords } from './moodle-records.ts'
import type { MoodleTemplates } from './moodle-templates.ts'

/** The fields of a Moodle account that Zoho owns. Empty text means empty in Moodle. */
export type MoodleProfile = {
  firstname: string
  lastname: string
  email: string
  city: string
  country: string
  idnumber: string
}
export type MoodleProfileField = keyof MoodleProfile

/** A Moodle account as we see it. A deleted account is only ever found by id. */
export type MoodleUser = MoodleProfile & {
  id: MoodleUserId
  username: string
  auth: string
  suspended: boolean
  deleted: boolean
}

export type NewMoodleUser = {
  /** For whom: names the change in the audit. */
  subject: ZohoId
  username: string
  auth: string
  profile: MoodleProfile
  /** Moodle makes a password and mails it. Only for auth `manual`. */
  createPassword: boolean
}

/** Only the fields that differ, with what stood there before. */
export type MoodleUserChange = {
  subject: ZohoId
  user: MoodleUserId
  before: Partial<MoodleProfile & { suspended: boolean }>
  after: Partial<MoodleProfile & { suspended: boolean }>
}

export type MoodleSite = { siteName: string; release: string; serviceUserId: MoodleUserId; functions: string[] }

/** Accounts. Every method may throw RetryLaterError or SystemHeldError. */
export type MoodleUsers = {
  site(): Promise<MoodleSite>
  /** Whether the site has this function in the service of our token: asked before what only the plugin can do, which not every college has. */
  offers(wsfunction: string): Promise<boolean>
  /** Any number of values; absent ones are simply not in the answer. E-mail is compared without regard to case. */
  usersBy(field: 'id' | 'idnumber' | 'username' | 'email', values: readonly string[]): Promise<MoodleUser[]>
  /** Answers in the order asked. A refused batch is looked up again and then halved, so that only the bad record fails. */
  createUsers(users: readonly NewMoodleUser[]): Promise<Written<MoodleUserId>[]>
  updateUsers(changes: readonly MoodleUserChange[]): Promise<Written[]>
}

/** What the audit asks of a port before it writes a change down. */
export type BeforeWrites = {
  /**
   * Finds out what has to be known before this method can write, so that a write that was begun fails for nothing else. Throws as the
   * method does; then nothing was written.
   */
  readyFor(method: string): Promise<void>
}

/** Everything we ask of Moodle, in our words. */
export type Moodle = MoodleUsers &
  BeforeWrites &
  MoodleCourses &
  MoodleEnrolments &
  MoodleCohorts &
  MoodleRecords &
  MoodleTemplates &
  MoodlePictures
