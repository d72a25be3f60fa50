import { z } from 'zod'
import { NeedsAttentionError } from '../../domain/errors.ts'
import { moodleCourseId, moodleUserId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import type { EnrolmentChange, MoodleEnrolment, MoodleEnrolments, MoodlePair } from '../../ports/moodle-enrolments.ts'
import { inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import { enrolmentsThroughCore, enrolThroughCore } from './core-enrolments.ts'
import type { Plugin } from './plugin.ts'
import { type ItemResult, itemResult, refusalOfItem, writeItems, writtenOrUnchanged } from './plugin-items.ts'
import { recordRefused } from './record-refusals.ts'
import type { Refusal } from './whole-batches.ts'

const READ = 'local_campusbridge_get_enrolments'
export const SET_ENROLMENTS = 'local_campusbridge_set_enrolments'
const PAIRS_PER_CALL = 100

const id = z.int().positive()
const page = z.looseObject({
  enrolments: z.array(
    z.looseObject({
      userid: id,
      courseid: id,
      method: z.string(),
      status: z.string(),
      timestart: z.int(),
      timeend: z.int(),
      roleids: z.array(id),
    }),
  ),
  next: z.int().nonnegative(),
})

/** Through the plugin where it is there, else through core, which sees and can do less (see core-enrolments.ts). */
export const enrolmentsOf = (ask: Ask, plugin: Plugin, asOf: number): MoodleEnrolments => ({
  async enrolmentsOf(pairs) {
    if (pairs.length === 0) return []
    return (await plugin.offers(ask, READ)) ? readThroughPlugin(ask, pairs) : enrolmentsThroughCore(ask, pairs)
  },
  async setEnrolments(changes) {
    if (changes.length === 0) return []
    return (await plugin.offers(ask, SET_ENROLMENTS)) ? writeThroughPlugin(ask, changes, asOf) : enrolThroughCore(ask, changes)
  },
})

async function readThroughPlugin(ask: Ask, pairs: readonly MoodlePair[]): Promise<MoodleEnrolment[]> {
  const found = new Map<string, MoodleEnrolment>()
  const items = new Map(pairs.map(({ user, course }) => [`${user}:${course}`, { userid: user, courseid: course }]))
  await inBatches(
    [...items.values()],
    () => PAIRS_PER_CALL,
    async (batch) => {
      let after = 0
      do {
        const { enrolments, next } = await ask.read(
          READ,
          [
            ['items', JSON.stringify(batch)],
            ['after', String(after)],
          ],
          page,
        )
        for (const row of enrolments) {
          // A course has one manual way in, and what other ways say is not ours.
          if (row.method === 'manual') found.set(`${row.userid}:${row.courseid}`, enrolmentIn(row))
        }
        after = next
      } while (after !== 0)
    },
  )
  return [...found.values()]
}

const enrolmentIn = (row: z.output<typeof page>['enrolments'][number]): MoodleEnrolment => ({
  user: moodleUserId(row.userid),
  course: moodleCourseId(row.courseid),
  suspended: row.status !== 'active',
  timestart: row.timestart,
  timeend: row.timeend,
  roles: row.roleids,
})

function writeThroughPlugin(ask: Ask, changes: readonly EnrolmentChange[], asOf: number): Promise<Written[]> {
  const subjects = new Map(changes.map(({ user, course, subject }) => [`${user}:${course}`, subject]))
  const items = changes.map(({ user, course, after }) => ({
    userid: user,
    courseid: course,
    roleid: after.role,
    status: after.suspended ? 'suspended' : 'active',
    timestart: after.timestart,
    timeend: after.timeend,
    as_of: asOf,
  }))
  return writeItems(ask, items, {
    function: SET_ENROLMENTS,
    result: itemResult,
    written: writtenOrUnchanged,
    refusalOf: (item, result) => refusalOf(subjects.get(`${item.userid}:${item.courseid}`) ?? '', item, result),
  })
}

/** What the plugin's codes about enrolments mean (moodle/local/campusbridge, classes/local/people/enrolment_writer.php). */
function refusalOf(subject: string, item: { roleid: number; courseid: number }, result: ItemResult): Refusal {
  switch (result.error) {
    case 'rolenotassignable':
      return new NeedsAttentionError('moodle.role_not_assignable', { role: item.roleid, course: item.courseid })
    case 'nopermission':
      return recordRefused(subject, 'course', `our user lacks the capability enrol/manual:enrol in course ${item.courseid}`)
    case 'instancedisabled':
      return recordRefused(
        subject,
        'course',
        `manual enrolment is off in course ${item.courseid}; switch it on under Participants › Enrolment methods`,
      )
    case 'frontpage':
      return recordRefused(subject, 'course', 'nobody is enrolled in the front page')
    case 'userguest':
      return recordRefused(subject, 'user', 'it is the guest account')
    case 'usernotconfirmed':
      return recordRefused(subject, 'user', 'the account is not confirmed')
    default:
      return refusalOfItem(subject, result)
  }
}
