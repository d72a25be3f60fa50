import { invalidParameter, missingRecord, moodleException } from '../errors.ts'
import { list, optional, type Parsed, struct, value } from '../params.ts'
import { requireActiveUser } from '../require-active-user.ts'
import { assignableRoles } from '../teaching/roles.ts'
import type { Visit } from '../world.ts'
import { enrol, manualEnrolmentOf, unenrol } from './enrol.ts'

export const enrolUsersParams = struct({
  enrolments: list(
    struct({
      roleid: value('int'),
      userid: value('int'),
      courseid: value('int'),
      timestart: optional('int'),
      timeend: optional('int'),
      suspend: optional('int'),
    }),
  ),
})
export const unenrolUsersParams = struct({
  enrolments: list(struct({ userid: value('int'), courseid: value('int'), roleid: optional('int') })),
})

/** enrol_manual_enrol_users: answers null; all or nothing. What is left out of a known enrolment is reset: no times, active. */
export function enrolUsers({ enrolments }: Parsed<typeof enrolUsersParams>, visit: Visit): null {
  const { world } = visit
  world.teaching.journal.transaction(() => {
    for (const { roleid, userid, courseid, timestart = 0, timeend = 0, suspend = 0 } of enrolments) {
      const course = world.teaching.courses.get(courseid)
      if (course === undefined) throw invalidParameter('Context does not exist')
      requireActiveUser(userid, world)
      if (!assignableRoles.includes(roleid)) {
        const words = `You don't have the permission to assign this role (${roleid}) to this user (${userid}) in this course (${courseid}).`
        throw moodleException('wsusercannotassign', words)
      }
      if (course.manualenrolment !== 'on') throw noInstance(courseid)
      const status = suspend === 0 ? 'active' : 'suspended'
      enrol({ userid, courseid, timestart, timeend, status }, roleid, visit)
    }
  })
  visit.rows.written += enrolments.length
  return null
}

/** enrol_manual_unenrol_users: answers null, also for somebody who is not enrolled; all or nothing. The role sent means nothing. */
export function unenrolUsers({ enrolments }: Parsed<typeof unenrolUsersParams>, visit: Visit): null {
  const { world } = visit
  world.teaching.journal.transaction(() => {
    for (const { userid, courseid } of enrolments) {
      const course = world.teaching.courses.get(courseid)
      if (course === undefined) throw missingRecord('course')
      if (course.manualenrolment === 'none') throw noInstance(courseid)
      requireActiveUser(userid, world)
      const known = manualEnrolmentOf(world, userid, courseid)
      if (known !== undefined) unenrol(known, visit)
    }
  })
  visit.rows.written += enrolments.length
  return null
}

const noInstance = (courseid: number) =>
  moodleException(
    'wsnoinstance',
    `Manual enrolment plugin instance doesn't exist or is disabled for the course (id = ${courseid})`,
  )
