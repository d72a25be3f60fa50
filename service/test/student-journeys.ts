import { expectInStep } from './in-step.ts'
import type { Journey } from './journey.ts'
import type { Student, World } from './world.ts'

const CREATE = 'core_user_create_users'
const UPDATE = 'core_user_update_users'
const UPSERT = 'local_campusbridge_upsert_users'
const SET_PROFILES = 'local_campusbridge_set_profiles'
const WRITE_BACK = 'PUT /crm/v8/BTEC_Students'

const ofStudents: readonly Pick<Journey, 'name' | 'arrange' | 'change' | 'eventType' | 'writes'>[] = [
  {
    name: 'a new student',
    arrange: (world, count) => many(count, () => world.student()),
    change: async () => {},
    eventType: 'created',
    writes: [CREATE, WRITE_BACK],
  },
  {
    name: 'a changed student',
    arrange: known,
    change: (world, { id }) => world.editStudent(id, { City: 'Irbid', Last_Name: 'Khoury' }),
    eventType: 'updated',
    writes: [UPDATE],
  },
  {
    name: 'a frozen student',
    arrange: known,
    change: freeze,
    eventType: 'updated',
    writes: [UPDATE],
  },
  {
    name: 'a student who comes back',
    arrange: async (world, count) => afterwards(world, await known(world, count), freeze),
    change: (world, { id }) => world.editStudent(id, { Status: 'Active' }),
    eventType: 'updated',
    writes: [UPDATE],
  },
  {
    name: 'a deleted student',
    arrange: known,
    change: (world, { id }) => world.deleteStudent(id),
    eventType: 'deleted',
    writes: [UPDATE],
  },
  {
    name: 'a restored student',
    arrange: async (world, count) =>
      afterwards(world, await known(world, count), (_, { id }) => world.deleteStudent(id), 'deleted'),
    change: (world, student) => world.student({ ...student }),
    eventType: 'updated',
    writes: [UPDATE],
  },
  {
    name: 'a new student whose username has an account already',
    arrange: (world, count) =>
      many(count, async () => {
        const student = await world.student()
        const email = `private.${student.id.slice(-6)}@home.example`
        await world.account({ username: student.Academic_Email, firstname: 'M', lastname: 'Haddad', email })
        return student
      }),
    change: async () => {},
    eventType: 'created',
    writes: [UPDATE, WRITE_BACK],
  },
  {
    name: 'a student whose Moodle id was wiped in Zoho',
    arrange: known,
    change: (world, { id }) => world.editStudent(id, { Student_Moodle_ID: null }),
    eventType: 'updated',
    writes: [WRITE_BACK],
  },
]

export const studentJourneys: readonly Journey[] = ofStudents.map((journey) => ({
  ...journey,
  module: 'BTEC_Students',
  expectInStep,
}))

/** The same where Moodle has our plugin: accounts are made and changed by one function of its own, and whoever is new is told the dashboard. */
export const journeysThroughPlugin: readonly Journey[] = studentJourneys.map((journey) => ({
  ...journey,
  writes: journey.writes.flatMap((write, place) => {
    const isNew = journey.eventType === 'created' && place === 0
    const ours = write === CREATE || write === UPDATE ? UPSERT : write
    return isNew ? [ours, SET_PROFILES] : [ours]
  }),
}))

function freeze(world: World, { id }: Student): Promise<Student> {
  return world.editStudent(id, { Status: 'Freeze' })
}

/** Students whom both sides know. */
async function known(world: World, count: number): Promise<Student[]> {
  const students = await afterwards(world, await many(count, () => world.student()), async () => {}, 'created')
  return Promise.all(students.map(async (student) => (await world.studentNow(student.id)) ?? student))
}

/** The same students when a change has gone its whole way. */
async function afterwards(
  world: World,
  students: Student[],
  change: (world: World, student: Student) => Promise<unknown>,
  eventType = 'updated',
): Promise<Student[]> {
  for (const student of students) {
    await change(world, student)
    await world.zohoSends(student.id, eventType)
  }
  await world.quiet()
  return students
}

async function many(count: number, make: () => Promise<Student>): Promise<Student[]> {
  const students: Student[] = []
  for (let nr = 0; nr < count; nr += 1) students.push(await make())
  return students
}
