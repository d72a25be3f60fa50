import { expect } from 'vitest'
import type { Journey } from './journey.ts'
import type { World, ZohoRecord } from './world.ts'

const CREATE = 'core_user_create_users'
const UPDATE = 'core_user_update_users'
const WRITE_BACK = 'PUT /crm/v8/BTEC_Teachers'
const MODULE = 'BTEC_Teachers'

const ofTeachers: readonly Pick<Journey, 'name' | 'arrange' | 'change' | 'eventType' | 'writes'>[] = [
  {
    name: 'a new teacher',
    arrange: (world, count) => many(count, () => world.teacher()),
    change: async () => {},
    eventType: 'created',
    writes: [CREATE, WRITE_BACK],
  },
  {
    name: 'a teacher of another name',
    arrange: known,
    change: (world, { id }) => world.edit(MODULE, id, { Name: 'Omar al Khoury' }),
    eventType: 'updated',
    writes: [UPDATE],
  },
  {
    name: 'a deleted teacher',
    arrange: known,
    change: (world, { id }) => world.remove(MODULE, id),
    eventType: 'deleted',
    writes: [UPDATE],
  },
  {
    name: 'a restored teacher',
    arrange: async (world, count) => {
      const teachers = await known(world, count)
      for (const { id } of teachers) {
        await world.remove(MODULE, id)
        await world.zohoSends(id, 'deleted', undefined, MODULE)
      }
      await world.quiet()
      return teachers
    },
    change: (world, teacher) => world.teacher(teacher),
    eventType: 'updated',
    writes: [UPDATE],
  },
  {
    name: 'a new teacher who studies here already',
    arrange: (world, count) =>
      many(count, async () => {
        const teacher = await world.teacher()
        const student = await world.student({ Academic_Email: teacher.Academic_Email })
        await world.zohoSends(student.id, 'created')
        await world.quiet()
        return teacher
      }),
    change: async () => {},
    eventType: 'created',
    writes: [WRITE_BACK],
  },
]

export const teacherJourneys: readonly Journey[] = ofTeachers.map((journey) => ({
  ...journey,
  module: MODULE,
  expectInStep: expectTeacherInStep,
}))

/** One account for one teacher, named as Zoho names them unless a student's record does, and Zoho knows it. A deleted teacher's is suspended. */
export async function expectTeacherInStep(world: World, before: ZohoRecord): Promise<void> {
  const teacher = await world.recordNow(MODULE, before.id)
  const accounts = (await world.accounts()).filter(
    ({ idnumber, email }) => idnumber === before.id || email === before.Academic_Email,
  )
  expect(accounts).toHaveLength(1)
  const [account] = accounts
  expect(account).toMatchObject({ suspended: teacher === undefined })
  if (teacher === undefined) return
  if (account?.idnumber === teacher.id) expect(`${account.firstname} ${account.lastname}`).toBe(teacher.Name)
  expect(teacher.Teacher_Moodle_ID).toBe(String(account?.id))
}

async function known(world: World, count: number): Promise<ZohoRecord[]> {
  const teachers = await many(count, () => world.teacher())
  for (const { id } of teachers) await world.zohoSends(id, 'created', undefined, MODULE)
  await world.quiet()
  return Promise.all(teachers.map(async (teacher) => (await world.recordNow(MODULE, teacher.id)) ?? teacher))
}

async function many(count: number, make: () => Promise<ZohoRecord>): Promise<ZohoRecord[]> {
  const records: ZohoRecord[] = []
  for (let nr = 0; nr < count; nr += 1) records.push(await make())
  return records
}
