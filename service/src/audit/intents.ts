import type { Written } from '../domain/written.ts'
import type { Moodle } from '../ports/moodle.ts'
import type { Zoho } from '../ports/zoho.ts'
import { between } from './between.ts'
import { recordIntent, templateIntent } from './record-intents.ts'
import type { FieldChanges, Intent } from './trail.store.ts'

/** The methods of a port that change something: they take a list and answer what became of each. */
export type WritesOf<Port> = {
  [M in keyof Port as Port[M] extends (items: readonly never[]) => Promise<Written<unknown>[]> ? M : never]: Port[M]
}

type Item<Method> = Method extends (items: readonly (infer I)[]) => unknown ? I : never

/** What each of them would change, in the audit's words: a port cannot get a method that writes and is not audited. */
export type IntentsOf<Port> = { readonly [M in keyof WritesOf<Port>]: (item: Item<Port[M]>) => Intent }

const inMoodle = (action: string, subject: string, target: number | string | null, changes: FieldChanges): Intent => ({
  subject,
  system: 'moodle',
  action,
  target: target === null ? null : String(target),
  changes,
})

export const moodleIntents: IntentsOf<Moodle> = {
  createUsers: ({ subject, profile, username, auth }) =>
    inMoodle('createUser', subject, null, between({}, { ...profile, username, auth })),
  updateUsers: ({ subject, user, before, after }) => inMoodle('updateUser', subject, user, between(before, after)),
  setPictures: ({ subject, user, before, after }) =>
    inMoodle('setPicture', subject, user, between({ picture: before }, { picture: after })),
  createCategories: ({ subject, category }) => inMoodle('createCategory', subject, null, between({}, category)),
  updateCategories: ({ subject, category, before, after }) =>
    inMoodle('updateCategory', subject, category, between(before, after)),
  createCourses: ({ subject, course, format }) => inMoodle('createCourse', subject, null, between({}, { ...course, format })),
  updateCourses: ({ subject, course, before, after }) => inMoodle('updateCourse', subject, course, between(before, after)),
  setEnrolments: ({ subject, user, course, before, after }) =>
    inMoodle('setEnrolment', subject, `${user}:${course}`, between(before ?? {}, after)),
  createCohorts: ({ subject, cohort }) => inMoodle('createCohort', subject, null, between({}, cohort)),
  updateCohorts: ({ subject, cohort, before, after }) => inMoodle('updateCohort', subject, cohort, between(before, after)),
  addToCohorts: ({ subject, cohort, user }) => inMoodle('addToCohort', subject, cohort, between({}, { member: user })),
  removeFromCohorts: ({ subject, cohort, user }) =>
    inMoodle('removeFromCohort', subject, cohort, { member: { before: String(user), after: null } }),
  setProfiles: (change) => recordIntent('setProfile', change),
  setRegistrations: (change) => recordIntent('setRegistration', change),
  deleteRegistrations: ({ subject, zohoid }) =>
    inMoodle('deleteRegistration', subject, zohoid, { shown: { before: true, after: false } }),
  setClasses: (change) => recordIntent('setClass', change),
  setFinance: (change) => recordIntent('setFinance', change),
  setTemplates: templateIntent,
}

export const zohoIntents: IntentsOf<Zoho> = {
  updateRecords: ({ subject, record, before, after }) => ({
    subject,
    system: 'zoho',
    action: 'updateRecord',
    target: record,
    changes: between(before, after),
  }),
}

/** One line per change: `moodle city "Paris" → "Lyon"`. What needs the result of a withheld write is said as a promise. */
export const describeIntent = (intent: Intent): string => [describeChanges(intent), ...(promises[intent.action] ?? [])].join('; ')

const promises: Readonly<Record<string, readonly string[]>> = {
  createUser: ["would then tell Zoho the new account's id"],
  createCategory: ["would then tell Zoho the new category's id"],
  createCourse: ["would then enrol who teaches there and tell Zoho the new course's id"],
}

const describeChanges = (intent: Intent): string =>
  Object.entries(intent.changes)
    .map(
      ([field, { before, after }]) =>
        `${intent.system} ${field} ${JSON.stringify(before ?? '')} → ${JSON.stringify(after ?? '')}`,
    )
    .join('; ')
