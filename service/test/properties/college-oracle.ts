import type { ZohoRecord } from '../world.ts'
import { moneyDiffers } from './college-oracle-money.ts'
import { accountOf, type Both, type Difference, from, idOf, type Row } from './college-sides.ts'

/**
 * What Moodle must say in the end, worked out from Zoho alone and without a line of the product. It leaves out: what a deleted parent's
 * children look like (they are kept, and nobody says how), whether a course or an account that once was wanted goes when its status says
 * "none yet" (it stays), descriptions, photos, the dashboard's classes and profiles, what is written back to Zoho but the ids of accounts
 * and courses, and memberships that may stay although nobody asks for them.
 */

export const differencesOf = (both: Both): Difference[] =>
  [peopleDiffer, categoriesDiffer, coursesDiffer, templatesDiffer, enrolmentsDiffer, registrationsDiffer, moneyDiffers].flatMap(
    (look) => look(both),
  )

const text = (value: unknown): string => String(value ?? '')
const courseOf = (both: Both, id: string): Row | undefined =>
  from(both, 'courses').find(({ idnumber }) => idnumber === `zoho:BTEC_Classes:${id}`)
const categoryOf = (both: Both, id: string): Row | undefined =>
  from(both, 'categories').find(({ idnumber }) => idnumber === `zoho:Products:${id}`)

/** One finding where these two do not say the same. */
const unequal = (what: string, of: string[], zoho: unknown, moodle: unknown): Difference[] =>
  JSON.stringify(zoho) === JSON.stringify(moodle) ? [] : [{ what, of, zoho, moodle }]
const countOf = (both: Both, table: string, idnumber: string): number =>
  from(both, table).filter((row) => row.idnumber === idnumber).length

function peopleDiffer(both: Both): Difference[] {
  const found: Difference[] = []
  for (const id of [...both.entered.BTEC_Students, ...both.entered.BTEC_Teachers]) {
    const account = accountOf(both, id)
    const seen = account && { name: `${text(account.firstname)} ${text(account.lastname)}`, suspended: account.suspended }
    if (countOf(both, 'users', id) > 1) found.push({ what: 'several accounts', of: ['never'], zoho: id, moodle: 'several' })
    const teacher = both.zoho.BTEC_Teachers.get(id)
    const student = both.zoho.BTEC_Students.get(id)
    if (teacher !== undefined) found.push(...unequal('teacher', [id], { name: text(teacher.Name), suspended: false }, seen))
    else if (student !== undefined) found.push(...studentDiffers(student, seen))
    else if (account !== undefined) found.push(...unequal('account of a deleted person', [id], true, account.suspended))
    const written = teacher === undefined ? student?.Student_Moodle_ID : teacher.Teacher_Moodle_ID
    if (account !== undefined && (student ?? teacher) !== undefined)
      found.push(...unequal('account id', [id], text(written), text(account.id)))
  }
  return found
}

function studentDiffers(
  { id, Status, First_Name, Last_Name }: ZohoRecord,
  seen: { name: string; suspended: unknown } | undefined,
): Difference[] {
  const suspended = { Active: false, Registered: false, Freeze: true, Pending: undefined }[text(Status)]
  if (Status === 'Pending' || (suspended === true && seen === undefined)) return []
  // Without a last name, or with a status that nobody knows, only a person can say.
  const wanted = Last_Name ? { name: `${text(First_Name)} ${text(Last_Name)}`, suspended } : 'nameless'
  return unequal('student', [id], suspended === undefined ? text(Status) : wanted, seen)
}

function categoriesDiffer(both: Both): Difference[] {
  return [...both.zoho.Products.values()].flatMap(({ id, Product_Name }) => [
    ...unequal('category', [id], text(Product_Name), categoryOf(both, id)?.name),
    ...(countOf(both, 'categories', `zoho:Products:${id}`) > 1
      ? [{ what: 'several categories', of: ['never'], zoho: id, moodle: 2 }]
      : []),
  ])
}

/** Amman is three hours east of Greenwich in all the days that these classes have. */
const instant = (day: unknown, plusDays: number): number =>
  day === null || day === undefined ? 0 : Date.parse(`${text(day)}T00:00:00+03:00`) / 1000 + plusDays * 86_400

const NOTHING: Record<string, unknown> = {}

function coursesDiffer(both: Both): Difference[] {
  return both.entered.BTEC_Classes.flatMap((id): Difference[] => {
    const record = both.zoho.BTEC_Classes.get(id)
    const course = courseOf(both, id)
    if (record === undefined)
      return course === undefined ? [] : unequal('course of a deleted class', [id], 0, Number(course.visible))
    const status = text(record.Class_Status)
    if (status === 'Pending') return []
    const program = idOf(record.BTEC_Program)
    const of = [id, ...(program === undefined ? [] : [program])]
    if (!['Active', 'End', 'Completed'].includes(status)) return unequal('class of unknown status', of, status, 'on the moon')
    const short = text(record.Class_Short_Name || record.Class_Name)
    const names = [short, `${short} (${text(record.Name)})`]
    const isOne = course !== undefined && names.includes(text(course.shortname))
    const wanted = {
      fullname: text(record.Class_Name),
      shortname: isOne ? course.shortname : short,
      visible: 1,
      startdate: instant(record.Start_Date, 0),
      enddate: instant(record.End_Date, 1),
      category: program !== undefined && both.zoho.Products.has(program) ? categoryOf(both, program)?.id : course?.category,
      idInZoho: text(course?.id),
    }
    const { fullname, shortname, visible, startdate, enddate, category } = course ?? NOTHING
    const seen = {
      fullname,
      shortname,
      visible: Number(visible),
      startdate,
      enddate,
      category,
      idInZoho: text(record.Moodle_Class_ID),
    }
    return [...unequal('course', of, wanted, seen), ...(course === undefined ? [] : teacherDiffers(both, record, course))]
  })
}

/** Not to be in Moodle by its status, and not there: its children are left out until that changes. */
const isNotToBe = ({ zoho }: Both, id: string, there: Row | undefined): boolean =>
  there === undefined &&
  (['Pending', 'Freeze'].includes(text(zoho.BTEC_Students.get(id)?.Status)) ||
    zoho.BTEC_Classes.get(id)?.Class_Status === 'Pending')

const enrolmentOf = (both: Both, user: Row, course: Row): Row | undefined =>
  from(both, 'enrolments').find(({ userid, courseid }) => userid === user.id && courseid === course.id)

/** Its teacher is in the course, and who taught it before is not any more. */
function teacherDiffers(both: Both, record: ZohoRecord, course: Row): Difference[] {
  const teacher = idOf(record.Teacher)
  if (teacher === undefined || !both.zoho.BTEC_Teachers.has(teacher)) return []
  return both.entered.BTEC_Teachers.flatMap((id) => {
    const account = accountOf(both, id)
    const active = account !== undefined && enrolmentOf(both, account, course)?.status === 'active'
    return unequal('teacher of a course', [record.id, teacher, id], id === teacher, active)
  })
}

const CRITERIA = [...[1, 2].map((nr) => `P${nr}`), 'P11', 'M1', 'D1']

function templatesDiffer(both: Both): Difference[] {
  return [...both.zoho.BTEC.values()].flatMap((unit) => {
    const [row] = (unit.BTEC_Grading_Template_P1 ?? []) as ZohoRecord[]
    const said = CRITERIA.map((name) => [name, text((name === 'P11' ? row : unit)?.[`${name}_description`])])
    const form = from(both, 'grading_definitions').find(({ zohoid, copiedfromid }) => zohoid === unit.id && copiedfromid === 0)
    const criteria = ((form?.criteria ?? []) as { shortname: string; description: string }[]).map((each) => [
      each.shortname,
      each.description,
    ])
    const wanted = { name: text(unit.Name), criteria: said.filter(([, words]) => words !== '') }
    return unequal('template', [unit.id], wanted, { name: form?.name, criteria })
  })
}

function enrolmentsDiffer(both: Both): Difference[] {
  const living = [...both.zoho.BTEC_Enrollments.values()]
  return [...both.zoho.BTEC_Students.keys()].flatMap((student) =>
    [...both.zoho.BTEC_Classes.keys()].flatMap((into): Difference[] => {
      const row = living.find((each) => idOf(each.Enrolled_Students) === student && idOf(each.Classes) === into)
      const [user, course] = [accountOf(both, student), courseOf(both, into)]
      const enrolment = user && course && enrolmentOf(both, user, course)
      const of = [student, into, ...(row === undefined ? [] : [row.id])]
      if (isNotToBe(both, student, user) || isNotToBe(both, into, course)) return []
      if (row === undefined) return unequal('enrolment', of, false, enrolment?.status === 'active')
      const type = text(row.Enrollment_Type ?? 'Normal')
      const roles = from(both, 'role_assignments').filter(
        ({ userid, courseid }) => userid === user?.id && courseid === course?.id,
      )
      // 2099 is summer time of a year whose clocks nobody has set: Amman has had one time since 2022.
      const wanted = { type, status: 'active', timeend: instant(row.End_Date, 1), roles: [5] }
      const isKnown = ['Normal', 'Recording'].includes(type)
      return unequal('enrolment', of, wanted, {
        type: isKnown ? type : 'known',
        status: enrolment?.status,
        timeend: enrolment?.timeend,
        roles: roles.map(({ roleid }) => roleid),
      })
    }),
  )
}

function registrationsDiffer(both: Both): Difference[] {
  return both.entered.BTEC_Registrations.flatMap((id): Difference[] => {
    const record = both.zoho.BTEC_Registrations.get(id)
    const shown = from(both, 'registrations').find(({ zohoid }) => zohoid === id)
    if (record === undefined) return shown === undefined ? [] : unequal('a deleted registration', [id], 1, shown.deleted)
    const [student, program] = [idOf(record.Student_ID), idOf(record.Program)]
    const of = [id, ...[student, program].filter((each) => each !== undefined)]
    if (student !== undefined && !both.zoho.BTEC_Students.has(student)) return []
    if (program !== undefined && !both.zoho.Products.has(program)) return []
    const account = student === undefined ? undefined : accountOf(both, student)
    if (student !== undefined && isNotToBe(both, student, account)) return []
    const status = text(record.Registration_Status)
    const wanted = {
      status,
      userid: account?.id ?? 'of an account',
      deleted: 0,
      programme: text(both.zoho.Products.get(program ?? '')?.Product_Name),
    }
    const seen = shown && { status: shown.status, userid: shown.userid, deleted: shown.deleted, programme: shown.programme }
    const cohort = from(both, 'cohorts').find(({ idnumber }) => idnumber === `zoho:Products:${program}`)
    const isIn = from(both, 'cohort_members').some(({ cohortid, userid }) => cohortid === cohort?.id && userid === account?.id)
    const isMember = ['Active', 'New'].includes(status)
    return [
      ...unequal('registration', of, ['Active', 'New', 'Freeze', 'Graduated'].includes(status) ? wanted : status, seen),
      ...(isMember ? unequal('member of the cohort', of, true, isIn) : []),
    ]
  })
}
