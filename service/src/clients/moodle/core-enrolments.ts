import { z } from 'zod'
import { NeedsAttentionError } from '../../domain/errors.ts'
import { type MoodleCourseId, type MoodleUserId, moodleUserId } from '../../domain/ids.ts'
import { done, type Written } from '../../domain/written.ts'
import type { EnrolmentChange, MoodleEnrolment, MoodlePair } from '../../ports/moodle-enrolments.ts'
import { inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { RefusedCall } from './faults.ts'
import { recordRefused, refusalOfRecord } from './record-refusals.ts'
import { rowsOf } from './rows.ts'
import { nothing } from './teaching-answers.ts'
import { type Refusal, writeWhole } from './whole-batches.ts'

/*
 * Enrolments on a site without the plugin.
 */

const READ = 'core_enrol_get_enrolled_users'
const WRITE = 'enrol_manual_enrol_users'
/** Fastest two at a time (reference/moodle.md §7). */
const ROWS_PER_CALL = 50

const enrolledUsers = z.array(
  z.looseObject({
    id: z.int().positive(),
    roles: z.array(z.looseObject({ roleid: z.int().positive() })).default([]),
  }),
)

/**
 * Two calls per course, of everybody in it: rows do not say whether they are active (reference/moodle.md §4).
 *
 * What core does not tell: the dates (answered as 0, none), and how somebody was enrolled (by hand or through a cohort look alike). Who
 * is enrolled by hand from a day that has not come, or until one that has gone, counts as suspended. A flow that compares dates
 * therefore writes them anew each time; Moodle takes the same once more without an event.
 */
export async function enrolmentsThroughCore(ask: Ask, pairs: readonly MoodlePair[]): Promise<MoodleEnrolment[]> {
  const wanted = new Map<MoodleCourseId, Set<MoodleUserId>>()
  for (const { user, course } of pairs) wanted.set(course, (wanted.get(course) ?? new Set()).add(user))
  const found: MoodleEnrolment[] = []
  await inBatches(
    [...wanted],
    () => 1,
    async ([one]) => {
      if (one === undefined) return
      const [course, users] = one
      for (const suspended of [false, true]) {
        for (const { id, roles } of await enrolledIn(ask, course, suspended)) {
          const user = moodleUserId(id)
          if (!users.has(user)) continue
          found.push({ user, course, suspended, timestart: 0, timeend: 0, roles: roles.map(({ roleid }) => roleid) })
        }
      }
    },
  )
  return found
}

/** Nobody is in a course that Moodle does not have. */
async function enrolledIn(ask: Ask, course: MoodleCourseId, suspended: boolean): Promise<z.output<typeof enrolledUsers>> {
  const options = [
    { name: 'userfields', value: 'id,roles' },
    { name: suspended ? 'onlysuspended' : 'onlyactive', value: '1' },
  ]
  try {
    return await ask.read(READ, [...rowsOf('options', options), ['courseid', String(course)]], enrolledUsers)
  } catch (error) {
    if (error instanceof RefusedCall && (error.errorcode === 'invalidrecord' || error.errorcode === 'invalidcourseid')) return []
    throw error
  }
}

/**
 * Enrols in batches, each whole or not at all. The same once more changes nothing and makes no event. A role that somebody had before
 * stays beside the new one: core takes none away.
 */
export const enrolThroughCore = (ask: Ask, changes: readonly EnrolmentChange[]): Promise<Written[]> =>
  writeWhole(changes, {
    function: WRITE,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const rows = items.map(({ user, course, after: { role, suspended, timestart, timeend } }) => ({
        timestart,
        timeend,
        suspend: suspended,
        roleid: role,
        courseid: course,
        userid: user,
      }))
      await ask.write(WRITE, rowsOf('enrolments', rows), nothing)
      return items.map(() => done(undefined))
    },
    // Nothing shows whether all of an enrolment stands as it should, and to send it again is harmless.
    standing: async (items) => items.map(() => undefined),
    refusalOf,
  })

function refusalOf({ subject, course, user, after }: EnrolmentChange, refusal: RefusedCall): Refusal {
  switch (refusal.errorcode) {
    case 'wsusercannotassign':
      return new NeedsAttentionError('moodle.role_not_assignable', { role: after.role, course })
    // There is nothing but numbers in the row, and the course is looked for first (enrol/manual/externallib.php).
    case 'invalidparameter':
      return recordRefused(subject, 'course', `Moodle has no course ${course}`)
    case 'invaliduser':
      return recordRefused(subject, 'user', `Moodle has no account ${user}`)
    default:
      return refusalOfRecord(subject, refusal)
  }
}
