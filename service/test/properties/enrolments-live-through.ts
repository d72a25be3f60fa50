import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { aClass, type Class, enrol, enrolmentIn, link, type Person, rolesIn } from '../enrolment-world.ts'
import { hint } from '../hints.ts'
import type { World, ZohoRecord } from '../world.ts'
import { CLASSES, days, type EnrolmentDeed, type EnrolmentHistory, STUDENTS } from './enrolment-histories.ts'
import type { Fault } from './histories.ts'
import type { College } from './live-through.ts'

export type Lived = { world: World; students: readonly Person[]; classes: readonly Class[] }
type Subject = 'student' | 'class' | 'enrollment'
/** What Zoho would tell of, and how. */
type News = { subject: Subject; recordId: string; eventType: 'updated' | 'deleted' }
type Row = { id: string; Enrolled_Students: { id: string }; Classes: { id: string } }

const AMMAN_SEPTEMBER_1 = Date.UTC(2020, 7, 31, 21) / 1000
const AMMAN_JULY_1 = Date.UTC(2099, 5, 30, 21) / 1000

/** Lets new students and classes live through a history, until nothing is open any more. */
export async function liveThrough(
  { world, doors }: College,
  history: EnrolmentHistory,
  faults: readonly Fault[] = [],
): Promise<Lived> {
  const students: Person[] = []
  for (let nr = 0; nr < STUDENTS; nr += 1) students.push(await aLinkedPerson(world))
  const classes: Class[] = []
  for (let nr = 0; nr < CLASSES; nr += 1) classes.push(await aClass(world))
  for (const fault of faults) await world.fault(fault)

  const touched = new Map<string, News>()
  const late: { at: number; tell: () => Promise<void> }[] = []
  const tell = async (news: News): Promise<void> => {
    const door = doors[Math.floor(Math.random() * 2)] ?? doors[0]
    const { status } = await hint(door, { ...news, eventId: randomUUID() })
    if (status !== 202) throw new Error(`The door answered ${status} to a good hint`)
  }
  for (const [nr, { deed, telling }] of history.steps.entries()) {
    const { main, others } = await act({ world, students, classes }, deed)
    for (const news of main) touched.set(news.recordId, news)
    const told = [
      ...(telling.lost ? [] : main.flatMap((news) => Array.from({ length: telling.copies }, () => news))),
      ...others.filter(({ subject }) => (subject === 'enrollment' ? telling.alsoRecord : telling.alsoOther)),
    ]
    for (const [copy, news] of told.entries()) {
      if (telling.late) late.push({ at: history.shuffle[(nr * 3 + copy) % 60] ?? 0, tell: () => tell(news) })
      else await tell(news)
    }
  }
  // Of each thing that was touched the last word arrives, some time.
  for (const [nr, news] of [...touched.values()].entries())
    late.push({ at: history.shuffle[(nr * 7) % 60] ?? 1, tell: () => tell(news) })
  for (const { tell: speak } of late.toSorted((one, other) => one.at - other.at)) await speak()
  await world.quiet()
  await world.clearFaults()
  return { world, students, classes }
}

async function aLinkedPerson(world: World): Promise<Person> {
  const student = await world.student()
  const account = await world.account({
    username: student.Academic_Email,
    firstname: student.First_Name,
    lastname: student.Last_Name,
    email: student.Academic_Email,
    city: student.City,
    country: 'JO',
    idnumber: student.id,
  })
  await world.editStudent(student.id, { Student_Moodle_ID: String(account.id) })
  await link(world, 'BTEC_Students', student.id, account.id)
  return { id: student.id, user: account.id }
}

const rowsOf = async (world: World): Promise<Row[]> => {
  const { records } = await world.control<{ records: Row[] }>('GET', '/zoho/records/BTEC_Enrollments')
  return records
}

/** Does it in Zoho. @returns what Zoho would tell of it: the record that was edited, and what else changed with it */
async function act({ world, students, classes }: Lived, deed: EnrolmentDeed): Promise<{ main: News[]; others: News[] }> {
  const person = students[deed.student] as Person
  const into = classes[deed.class] as Class
  const parents = {
    student: { subject: 'student' as const, recordId: person.id, eventType: 'updated' as const },
    class: { subject: 'class' as const, recordId: into.record.id, eventType: 'updated' as const },
  }
  const row = await rowOf(world, person, into)
  const recordNews = (id: string, eventType: News['eventType']): News => ({ subject: 'enrollment', recordId: id, eventType })
  const nothing = { main: [], others: [] }
  switch (deed.do) {
    case 'rest':
      await world.quiet()
      return nothing
    case 'nothing':
      return { main: [parents.class], others: [parents.student] }
    case 'put in': {
      if (row !== undefined) return nothing
      await putIn(world, deed.by, person, into)
      const made = await rowOf(world, person, into)
      if (made === undefined) throw new Error('Zoho did not make the linking record')
      return told(deed.by, parents, recordNews(made.id, 'updated'))
    }
    case 'take out':
      if (row === undefined) return nothing
      await takeOut(world, deed.by, row, person, into)
      return told(deed.by, parents, recordNews(row.id, 'deleted'))
    case 'days':
      if (row === undefined) return nothing
      await world.edit('BTEC_Enrollments', row.id, days[deed.days] ?? {})
      return told('record', parents, recordNews(row.id, 'updated'))
    case 'move': {
      const to = classes[deed.to] as Class
      if (row === undefined || (await rowOf(world, person, to)) !== undefined) return nothing
      await world.edit('BTEC_Enrollments', row.id, { Classes: { id: to.record.id } })
      return told('record', parents, recordNews(row.id, 'updated'))
    }
  }
}

function told(by: 'class' | 'student' | 'record', parents: Record<'class' | 'student', News>, record: News) {
  const all = { ...parents, record }
  return { main: [all[by]], others: Object.values(all).filter((news) => news !== all[by]) }
}

const rowOf = async (world: World, person: Person, { record }: Class): Promise<Row | undefined> =>
  (await rowsOf(world)).find(({ Enrolled_Students, Classes }) => Enrolled_Students.id === person.id && Classes.id === record.id)

async function putIn(world: World, by: 'class' | 'student' | 'record', person: Person, into: Class): Promise<unknown> {
  if (by === 'record') return enrol(world, person, into)
  return by === 'class'
    ? world.edit('BTEC_Classes', into.record.id, { Enrolled_Students: [{ Enrolled_Students: { id: person.id } }] })
    : world.edit('BTEC_Students', person.id, { Classes: [{ Classes: { id: into.record.id } }] })
}

async function takeOut(
  world: World,
  by: 'class' | 'student' | 'record',
  row: Row,
  person: Person,
  into: Class,
): Promise<unknown> {
  if (by === 'record') return world.remove('BTEC_Enrollments', row.id)
  const rows = [{ id: row.id, _delete: null }]
  return by === 'class'
    ? world.edit('BTEC_Classes', into.record.id, { Enrolled_Students: rows })
    : world.edit('BTEC_Students', person.id, { Classes: rows })
}

/** What Moodle must say in the end, worked out from Zoho alone and without a line of the product. */
export async function expectMoodleEqualsZoho({ world, students, classes }: Lived): Promise<void> {
  for (const person of students) {
    for (const into of classes) {
      const where = `student ${person.id} in class ${into.record.id}`
      const row = await rowOf(world, person, into)
      const enrolment = await enrolmentIn(world, person.user, into.course)
      if (row === undefined) {
        expect(enrolment?.status ?? 'suspended', where).toBe('suspended')
        continue
      }
      const record = (await world.recordNow('BTEC_Enrollments', row.id)) as ZohoRecord
      expect(enrolment, where).toMatchObject({
        status: 'active',
        timestart: record.Start_Date === null || record.Start_Date === undefined ? 0 : AMMAN_SEPTEMBER_1,
        timeend: record.End_Date === null || record.End_Date === undefined ? 0 : AMMAN_JULY_1,
      })
      expect(await rolesIn(world, person.user, into.course), where).toEqual([5])
      expect(record, where).toMatchObject({ Moodle_Course_ID: String(into.course), Synced_to_Moodle: true })
    }
  }
}

/** Every hint has a good end, nothing is promised, and the service has nothing to reproach itself with. */
export async function expectAllSettled({ world, troubles }: College): Promise<void> {
  expect(troubles).toEqual([])
  const open = await world.events(`status not in ('completed', 'skipped') or needs_attention`)
  expect(open.map(({ event_id, status, verdict }) => [event_id, status, verdict])).toEqual([])
  const { rows: jobs } = await world.look.query('select flow, subject, state, waits_for from queue_jobs')
  expect(jobs).toEqual([])
}
