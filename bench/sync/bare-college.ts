import type { Addresses } from '../../service/src/connections/connections.ts'
import { ready, task } from '../parent.ts'
import { createWire, form, inTwos, type Row } from './bare-wire.ts'
import { hasAccount } from './standing.ts'

/**
 * A whole college in as few calls as core's functions allow, fifty rows each and two in flight, without a look at what is there, a ledger
 * or an audit. What core has no place for (profiles, what students see of classes, registrations, finance, units' templates) goes to the
 * plugin's own functions in the same way.
 */
const { addresses } = task<{ addresses: Required<Addresses> }>()
const { askMoodle, list, login, writeBack } = createWire(addresses)
const PER_CALL = 50
const WRITE_BACK = 100
const STUDENT_ROLE = 5
const TEACHER_ROLE = 3

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const to = (value: unknown): string => (typeof value === 'object' && value !== null ? String(Reflect.get(value, 'id')) : '')
const seconds = (day: unknown): number => Math.floor(Date.parse(`${text(day) || '2026-01-01'}T00:00:00Z`) / 1000)

ready(undefined, async () => {
  const startedAt = performance.now()
  await login()
  const categories = await made(
    'Products',
    ['Product_Name'],
    'core_course_create_categories',
    'categories',
    'MoodleID',
    (one) => ({
      name: text(one.Product_Name),
      idnumber: `zoho:Products:${one.id}`,
    }),
  )
  const person = (one: Row, firstname: string, lastname: string) => ({
    auth: 'oauth2',
    idnumber: one.id,
    username: text(one.Academic_Email).toLowerCase(),
    email: text(one.Academic_Email),
    firstname,
    lastname,
  })
  const teachers = await made(
    'BTEC_Teachers',
    ['Name', 'Academic_Email'],
    'core_user_create_users',
    'users',
    'Teacher_Moodle_ID',
    (one) => person(one, text(one.Name).split(' ')[0] ?? '', text(one.Name).split(' ').slice(1).join(' ') || 'X'),
  )
  const students = await made(
    'BTEC_Students',
    ['Name', 'First_Name', 'Last_Name', 'Academic_Email', 'City', 'Country', 'Status'],
    'core_user_create_users',
    'users',
    'Student_Moodle_ID',
    (one) => ({ ...person(one, text(one.First_Name), text(one.Last_Name)), city: text(one.City) }),
    hasAccount,
  )
  await profiles(students)
  const unitOf = await templates()
  const classes = await made(
    'BTEC_Classes',
    ['Class_Name', 'Class_Short_Name', 'Class_Status', 'BTEC_Program', 'Teacher', 'Unit', 'Start_Date', 'End_Date'],
    'core_course_create_courses',
    'courses',
    'Moodle_Class_ID',
    (one) => ({
      fullname: text(one.Class_Name),
      shortname: text(one.Class_Short_Name),
      categoryid: categories.idOf.get(to(one.BTEC_Program)) ?? 0,
      idnumber: `zoho:BTEC_Classes:${one.id}`,
      startdate: seconds(one.Start_Date),
      enddate: seconds(one.End_Date),
    }),
  )
  await enrol(
    classes.rows.map((one) => ({
      roleid: TEACHER_ROLE,
      userid: teachers.idOf.get(to(one.Teacher)) ?? 0,
      courseid: classes.idOf.get(one.id) ?? 0,
    })),
  )
  await toPlugin(
    'set_classes',
    classes.rows.map((one) => ({
      zohoid: one.id,
      as_of: asOf(),
      courseid: classes.idOf.get(one.id) ?? 0,
      name: text(one.Class_Name),
      unit_name: unitOf.get(to(one.Unit)) ?? '',
      teacherid: teachers.idOf.get(to(one.Teacher)) ?? 0,
      start_date: text(one.Start_Date),
      end_date: text(one.End_Date),
      status: text(one.Class_Status),
    })),
  )
  await registrations(students.idOf)
  const enrolments = (await list('BTEC_Enrollments', ['Enrolled_Students', 'Classes', 'Enrollment_Type', 'Start_Date'])).filter(
    (one) => students.idOf.has(to(one.Enrolled_Students)),
  )
  await enrol(
    enrolments.map((one) => ({
      roleid: STUDENT_ROLE,
      userid: students.idOf.get(to(one.Enrolled_Students)) ?? 0,
      courseid: classes.idOf.get(to(one.Classes)) ?? 0,
      timestart: seconds(one.Start_Date),
    })),
  )
  await told(
    'BTEC_Enrollments',
    enrolments.map((one) => ({
      id: one.id,
      Moodle_Course_ID: String(classes.idOf.get(to(one.Classes))),
      Synced_to_Moodle: true,
    })),
  )
  await finance(students.rows, students.idOf)
  return {
    seconds: (performance.now() - startedAt) / 1000,
    accounts: teachers.rows.length + students.rows.length,
    courses: classes.rows.length,
    enrolments: enrolments.length,
  }
})

/** Lists a module, makes one thing in Moodle of each record, and tells Zoho its id. */
async function made(
  module: string,
  fields: string[],
  wsfunction: string,
  parameter: string,
  idField: string,
  thingOf: (record: Row) => Record<string, string | number>,
  isWanted: (record: Row) => boolean = () => true,
): Promise<{ rows: Row[]; idOf: Map<string, number> }> {
  const rows = (await list(module, fields)).filter(isWanted)
  const ids = await inTwos(rows, PER_CALL, (batch) =>
    askMoodle<{ id: number }[]>(wsfunction, form(parameter, batch.map(thingOf))),
  )
  const idOf = new Map(rows.map((row, at) => [row.id, ids[at]?.id ?? 0]))
  await told(
    module,
    rows.map(({ id }) => ({ id, [idField]: String(idOf.get(id)) })),
  )
  return { rows, idOf }
}

const told = (module: string, rows: Row[]): Promise<unknown> =>
  inTwos(rows, WRITE_BACK, async (batch) => [await writeBack(module, batch)])

const enrol = (rows: Record<string, number>[]): Promise<unknown> =>
  inTwos(rows, PER_CALL, async (batch) => [await askMoodle('enrol_manual_enrol_users', form('enrolments', batch))])

const toPlugin = (name: string, items: object[]): Promise<unknown> =>
  inTwos(items, PER_CALL, async (batch) => {
    const { results } = await askMoodle<{ results: { status: string }[] }>(`local_campusbridge_${name}`, {
      items: JSON.stringify(batch),
    })
    const bad = results.find(({ status }) => status !== 'created')
    if (bad !== undefined) throw new Error(`${name}: ${JSON.stringify(bad)}`)
    return []
  })

const asOf = (): number => Date.now()

const profiles = ({ rows, idOf }: { rows: Row[]; idOf: ReadonlyMap<string, number> }): Promise<unknown> =>
  toPlugin(
    'set_profiles',
    rows.map((one) => ({
      zohoid: one.id,
      as_of: asOf(),
      userid: idOf.get(one.id) ?? 0,
      student_id: text(one.Name),
      email: text(one.Academic_Email),
    })),
  )

/** @returns the names of units, which students see with their classes */
async function templates(): Promise<Map<string, string>> {
  const columns = ['P1', 'P2', 'M1', 'D1']
  const units = await list('BTEC', ['Name', ...columns.map((column) => `${column}_description`)])
  await toPlugin(
    'set_grading_templates',
    units.map((unit) => ({
      zohoid: unit.id,
      as_of: asOf(),
      name: text(unit.Name),
      criteria: columns.map((shortname) => ({ shortname, description: text(unit[`${shortname}_description`]) })),
    })),
  )
  await told(
    'BTEC',
    units.map(({ id }) => ({ id, Moodle_Grading_Template: 'Synced' })),
  )
  return new Map(units.map((unit) => [unit.id, text(unit.Name)]))
}

async function registrations(userOf: ReadonlyMap<string, number>): Promise<void> {
  const fields = ['Student_ID', 'Program', 'Registration_Status', 'Registration_Date', 'Currency']
  const all = (await list('BTEC_Registrations', fields)).filter((one) => userOf.has(to(one.Student_ID)))
  const rows = await list('Payment_Schedule', [
    'Parent_Id',
    'Installment_No',
    'Due_Date',
    'Installment_Amount',
    'Installment_Status',
  ])
  const rowsOf = Map.groupBy(rows, (row) => to(row.Parent_Id))
  await toPlugin(
    'set_registrations',
    all.map((one) => ({
      zohoid: one.id,
      as_of: asOf(),
      userid: userOf.get(to(one.Student_ID)) ?? 0,
      student: to(one.Student_ID),
      programme: to(one.Program),
      status: text(one.Registration_Status),
      start_date: text(one.Registration_Date),
      instalments: (rowsOf.get(one.id) ?? []).map((row) => ({
        number: row.Installment_No,
        due_date: row.Due_Date,
        amount: money(row.Installment_Amount),
        currency: one.Currency,
      })),
    })),
  )
  const cohorts = await cohortsOf([...new Set(all.map((one) => to(one.Program)))])
  const members = all.map((one) => ({ cohort: cohorts.get(to(one.Program)) ?? 0, user: userOf.get(to(one.Student_ID)) ?? 0 }))
  await inTwos(members, PER_CALL, async (batch) => [
    await askMoodle(
      'core_cohort_add_cohort_members',
      Object.fromEntries(
        batch.flatMap(({ cohort, user }, at) =>
          Object.entries({
            'cohorttype][type': 'id',
            'cohorttype][value': cohort,
            'usertype][type': 'id',
            'usertype][value': user,
          }).map(([field, value]) => [`members[${at}][${field}]`, String(value)]),
        ),
      ),
    ),
  ])
  await told(
    'BTEC_Registrations',
    all.map(({ id }) => ({ id, Synced_to_Moodle: true })),
  )
}

async function cohortsOf(programs: readonly string[]): Promise<Map<string, number>> {
  const variables = programs.flatMap((id, at) =>
    Object.entries({
      'categorytype][type': 'system',
      'categorytype][value': '',
      name: id,
      idnumber: `zoho:Products:${id}`,
    }).map(([field, value]) => [`cohorts[${at}][${field}]`, value]),
  )
  const cohorts = await askMoodle<{ id: number }[]>(
    'core_cohort_create_cohorts',
    Object.fromEntries(variables) as Record<string, string>,
  )
  return new Map(programs.map((id, at) => [id, cohorts[at]?.id ?? 0]))
}

async function finance(students: readonly Row[], userOf: ReadonlyMap<string, number>): Promise<void> {
  const ofMoney = await list('BTEC_Students', [
    'Currency',
    'Scholarship',
    'Total_Amount',
    'Registration_Fees',
    'Amount_Transferred',
  ])
  const currencyOf = new Map(ofMoney.map((one) => [one.id, text(one.Currency)]))
  const fields = ['Name', 'Student_ID', 'Payment_Amount', 'Payment_Date', 'Payment_Method', 'Payment_Type', 'Currency']
  const payments = (await list('BTEC_Payments', fields)).filter((one) => userOf.has(to(one.Student_ID)))
  const paidBy = Map.groupBy(payments, (one) => to(one.Student_ID))
  await toPlugin(
    'set_finance',
    students.map(({ id }) => ({
      zohoid: id,
      as_of: asOf(),
      userid: userOf.get(id) ?? 0,
      currency: currencyOf.get(id),
      instalments: [],
      payments: (paidBy.get(id) ?? []).map((one) => ({
        zohoid: one.id,
        number: text(one.Name),
        date: one.Payment_Date,
        amount: money(one.Payment_Amount),
        currency: one.Currency,
        method: text(one.Payment_Method),
        purpose: text(one.Payment_Type),
        reduces_fee: one.Payment_Type === 'Study Fees',
      })),
    })),
  )
  const done = [...students.map(({ id }) => id)].map((id) => ({ id, Synced_to_Moodle: true }))
  await told('BTEC_Students', done)
  await told(
    'BTEC_Payments',
    payments.map(({ id }) => ({ id, Synced_to_Moodle: true })),
  )
}

const money = (value: unknown): string => Number(value).toFixed(2)
