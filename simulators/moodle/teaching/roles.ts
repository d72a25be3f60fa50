export const EDITING_TEACHER = 3
export const TEACHER = 4
export const STUDENT = 5

/** The roles of a fresh Moodle with their ids there, and the service's own. */
export const roles: readonly { id: number; shortname: string }[] = [
  { id: 1, shortname: 'manager' },
  { id: 2, shortname: 'coursecreator' },
  { id: EDITING_TEACHER, shortname: 'editingteacher' },
  { id: TEACHER, shortname: 'teacher' },
  { id: STUDENT, shortname: 'student' },
  { id: 6, shortname: 'guest' },
  { id: 7, shortname: 'user' },
  { id: 8, shortname: 'frontpage' },
  { id: 9, shortname: 'campusbridge_service' },
]

/** What the service's role may give in a course. */
export const assignableRoles: readonly number[] = [EDITING_TEACHER, STUDENT, TEACHER]

/** Those whose gain and loss the plugin tells of: students' roles follow their enrolments. */
export const teachingRoles: readonly number[] = [EDITING_TEACHER, TEACHER]
