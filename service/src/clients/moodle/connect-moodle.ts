import type { Moodle } from '../../ports/moodle.ts'
import type { MoodleChanges } from '../../ports/moodle-changes.ts'
import type { MoodleCohorts } from '../../ports/moodle-cohorts.ts'
import type { MoodleCourses } from '../../ports/moodle-courses.ts'
import type { MoodleInspection } from '../../ports/moodle-inspection.ts'
import type { Connection, Observe } from '../connection.ts'
import { type Ask, createCaller } from './call.ts'
import { categoriesBy, createCategories, updateCategories } from './categories.ts'
import { changesOf } from './changes.ts'
import { addToCohorts, cohortMembers, removeFromCohorts } from './cohort-members.ts'
import { cohortsByIdnumber, createCohorts, updateCohorts } from './cohorts.ts'
import { coursesBy, createCourses } from './courses.ts'
import { createUsers, type RowLimit } from './create-users.ts'
import { enrolmentsOf, SET_ENROLMENTS } from './enrolments.ts'
import { inspectionOf } from './inspection.ts'
import { usersBy } from './look-up.ts'
import { picturesOf } from './pictures.ts'
import { createPluginWatch, forOneRun, type Plugin } from './plugin.ts'
import { recordsOf } from './records.ts'
import { siteOf } from './site.ts'
import { gradingTemplatesOf } from './templates.ts'
import { updateCourses } from './update-courses.ts'
import { updateUsers } from './update-users.ts'
import { createThroughPlugin, UPSERT, updateThroughPlugin } from './upsert-users.ts'

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
  const watch = createPluginWatch()

  return {
    port(observe, lane) {
      const ask = caller.asking(observe, lane)
      // A run opens its port before it reads anything in Zoho.
      const asOf = Date.now()
      const plugin = forOneRun(watch)
      const viaPlugin = () => plugin.offers(ask, UPSERT)
      return {
        readyFor: (method) => askBefore(method, ask, plugin),
        site: () => siteOf(ask),
        offers: (wsfunction) => plugin.offers(ask, wsfunction),
        usersBy: (field, values) => usersBy(ask, field, values),
        createUsers: async (users) =>
          users.length > 0 && (await viaPlugin()) ? createThroughPlugin(ask, users, asOf) : createUsers(ask, createLimit, users),
        updateUsers: async (changes) =>
          changes.length > 0 && (await viaPlugin()) ? updateThroughPlugin(ask, changes, asOf) : updateUsers(ask, changes),
        ...teachingOf(ask),
        ...cohortsOf(ask),
        ...enrolmentsOf(ask, plugin, asOf),
        ...recordsOf(ask, asOf),
        ...gradingTemplatesOf(ask, asOf),
        ...picturesOf(ask),
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

/** Which way a write takes, plugin or core, hangs on the site: of each such method the function that decides. */
const deciding: Partial<Record<keyof Moodle, string>> = {
  createUsers: UPSERT,
  updateUsers: UPSERT,
  setEnrolments: SET_ENROLMENTS,
}

async function askBefore(method: string, ask: Ask, plugin: Plugin): Promise<void> {
  const wsfunction = deciding[method as keyof Moodle]
  if (wsfunction !== undefined) await plugin.offers(ask, wsfunction)
}

const teachingOf = (ask: Ask): MoodleCourses => ({
  categoriesBy: (field, values) => categoriesBy(ask, field, values),
  createCategories: (categories) => createCategories(ask, categories),
  updateCategories: (changes) => updateCategories(ask, changes),
  coursesBy: (field, values) => coursesBy(ask, field, values),
  createCourses: (courses) => createCourses(ask, courses),
  updateCourses: (changes) => updateCourses(ask, changes),
})

const cohortsOf = (ask: Ask): MoodleCohorts => ({
  cohortsByIdnumber: (idnumbers) => cohortsByIdnumber(ask, idnumbers),
  createCohorts: (cohorts) => createCohorts(ask, cohorts),
  updateCohorts: (changes) => updateCohorts(ask, changes),
  cohortMembers: (cohorts) => cohortMembers(ask, cohorts),
  addToCohorts: (memberships) => addToCohorts(ask, memberships),
  removeFromCohorts: (memberships) => removeFromCohorts(ask, memberships),
})
