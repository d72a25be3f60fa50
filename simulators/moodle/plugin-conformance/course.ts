import { randomUUID } from 'node:crypto'
import { call, forgetLater, now, one } from './plugin-site.ts'

/** Courses cannot be deleted by the service's role, so every run uses the same one. Answers its id. */
export async function courseForTests(): Promise<number> {
  const { courses } = await call<{ courses: { id: number }[] }>('core_course_get_courses_by_field', {
    field: 'idnumber',
    value: 'conformance',
  })
  const made =
    courses.length > 0
      ? courses
      : await call<{ id: number }[]>('core_course_create_courses', {
          courses: [{ fullname: 'Conformance', shortname: 'conformance', idnumber: 'conformance', categoryid: 1 }],
        })
  return made[0]?.id ?? 0
}

/** The id of a role that the service may give in courses, such as "student". */
export async function roleNamed(wanted: string): Promise<number> {
  const { courseroles } = await call<{ courseroles: { id: number; shortname: string }[] }>('local_campusbridge_get_status')
  const role = courseroles.find(({ shortname }) => shortname === wanted)
  if (role === undefined) throw new Error(`The service may not give the role ${wanted}`)
  return role.id
}

/** Somebody who can log in: with a password that Moodle keeps, which accounts of the service's own making do not have. */
export type Person = { userid: number; username: string; password: string }

/** Creates such a person, whom leave() deletes. */
export async function personWithPassword(name: string): Promise<Person> {
  const username = `conformance-${name}-${randomUUID()}`
  const password = `Aa1.${randomUUID()}`
  const [user] = await call<{ id: number }[]>('core_user_create_users', {
    users: [{ username, password, firstname: 'Test', lastname: `Person ${name}`, email: `${username}@example.com` }],
  })
  if (user === undefined) throw new Error(`${name} was not created`)
  forgetLater(user.id)
  return { userid: user.id, username, password }
}

/** Enrols somebody. */
export async function enrol(userid: number, courseid: number, role: string): Promise<void> {
  const item = { userid, courseid, roleid: await roleNamed(role), status: 'active', timestart: 0, timeend: 0, as_of: now() }
  const { status, message } = await one('local_campusbridge_set_enrolments', item)
  if (status !== 'created') throw new Error(`${role}: ${message ?? status}`)
}
