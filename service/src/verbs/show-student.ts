import type { StudentView } from '../../../contract/rest/student-view.ts'
import { RejectedError } from '../domain/errors.ts'
import { isZohoId, type MoodleCourseId, type ZohoId } from '../domain/ids.ts'
import { linksOf } from '../identity/links.store.ts'
import { readEvents } from '../ledger/read.store.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { Moodle, MoodleUser } from '../ports/moodle.ts'
import type { FinanceRecord } from '../ports/moodle-records.ts'
import type { Zoho } from '../ports/zoho.ts'
import { type Related, relatedOf } from '../sync/related.ts'
import type { Desk } from './desk.ts'
import { lastChanges, openEventsAbout } from './student-story.store.ts'
import { iso, tellEvent } from './tell-event.ts'

/** What a look at one student asks: both systems, as they are now. */
export type Sides = { zoho: Zoho; moodle: Moodle; mappings: Mappings }
type Where = Pick<Desk, 'database' | 'tenant'>

const MOST_EVENTS = 100
const MOST_CHANGES = 50
const FINANCE = 'local_campusbridge_get_finance'

/**
 * One student on both sides, and what happened to them. Reads only.
 * @param who a Zoho record id, or an academic e-mail
 * @throws RejectedError `api.not_found`, or `api.invalid` for an address that several have
 */
export async function showStudent(where: Where, sides: Sides, who: string): Promise<StudentView> {
  const id = isZohoId(who) ? who : await studentWith(who, sides)
  const related = await relatedOf({ ...where, ...sides }, id)
  const links = linksOf(where.database, where.tenant)
  const classes = [...new Set(related.enrolments.flatMap(({ class: of }) => of ?? []))]
  const [student, courses] = await Promise.all([links.moodleOf('BTEC_Students', [id]), links.moodleOf('BTEC_Classes', classes)])
  const link = student.get(id)
  const account = await accountOf(sides.moodle, id, link?.moodleId)
  const { events, changes } = await storyOf(where, id, related)
  if (related.student === undefined && link === undefined && account === undefined && events.length + changes.length === 0)
    throw new RejectedError('api.not_found', { what: 'student', id }, 404)
  const teacher = account === undefined ? undefined : (await links.zohoOf('BTEC_Teachers', [account.id])).get(account.id)

  return {
    record_id: id,
    in_zoho: related.student !== undefined,
    sides: related.student === undefined ? [] : sideBySide(related.student, account),
    zoho: related.student === undefined ? null : fieldsOf(related.student),
    account: account === undefined ? null : { ...account },
    links: [
      ...(link === undefined
        ? []
        : [{ module: 'BTEC_Students', record_id: id, moodle_id: link.moodleId, deleted_in_moodle: link.deletedInMoodle }]),
      ...(teacher === undefined || account === undefined
        ? []
        : [{ module: 'BTEC_Teachers', record_id: teacher, moodle_id: account.id, deleted_in_moodle: false }]),
    ],
    registrations: related.registrations.map((one) => ({ record_id: one.id, zoho: fieldsOf(one) })),
    enrolments: await enrolmentsOf(related, account, (of) => courses.get(of)?.moodleId, sides.moodle),
    finance: {
      zoho: related.finance === undefined ? null : fieldsOf(related.finance),
      payments: related.payments.map((one) => ({ record_id: one.id, zoho: fieldsOf(one) })),
      moodle: await moneyIn(sides.moodle, id),
    },
    open_events: events.map(tellEvent),
    changes: changes.map(({ begunAt, changes: changed, ...change }) => ({ ...change, at: iso(begunAt), fields: changed })),
  }
}

async function studentWith(address: string, { zoho, mappings: { students } }: Sides): Promise<ZohoId> {
  const found = await zoho.recordsWhere(students.question, students.rules.academicEmail.from, [address])
  const [one] = found
  if (one === undefined) throw new RejectedError('api.not_found', { what: 'student', id: address }, 404)
  if (found.length > 1) {
    const expected = `one of the ids ${found.map(({ id }) => id).join(', ')}, because all of them have this address`
    throw new RejectedError('api.invalid', { field: 'student', expected }, 422)
  }
  return one.id
}

async function accountOf(moodle: Moodle, id: ZohoId, linked: number | undefined): Promise<MoodleUser | undefined> {
  const [user] = linked === undefined ? await moodle.usersBy('idnumber', [id]) : await moodle.usersBy('id', [String(linked)])
  return user
}

/** What was and is the matter with the student, with the registrations, and with each class. */
async function storyOf({ database, tenant }: Where, id: ZohoId, related: Related) {
  const { registrations, enrolments, knownEnrolments, payments } = related
  const pairs = [
    ...enrolments.flatMap(({ class: of }) => (of === null ? [] : [`${id}:${of}`])),
    ...knownEnrolments.map(({ owners: [student, of] }) => `${student}:${of}`),
  ]
  const subjects = [id, ...pairs, ...[...registrations, ...enrolments, ...payments].map((one) => one.id)]
  return database.withTenant(tenant, async (tx) => {
    const open = await openEventsAbout(tx, subjects, MOST_EVENTS)
    return {
      events: open.length === 0 ? [] : await readEvents(tx, { ids: open }, { limit: MOST_EVENTS }),
      changes: await lastChanges(tx, subjects, MOST_CHANGES),
    }
  })
}

/** The fields that both sides have, the e-mail as both understand it. */
function sideBySide(student: NonNullable<Related['student']>, account: MoodleUser | undefined): StudentView['sides'] {
  const both: [string, string, string | undefined][] = [
    ['first name', student.firstName, account?.firstname],
    ['last name', student.lastName, account?.lastname],
    ['e-mail', student.academicEmail, account?.email],
    ['city', student.city, account?.city],
    ['country', student.country, account?.country],
    ['id', student.id, account?.idnumber],
    ['Moodle id', student.moodleId, account === undefined ? undefined : String(account.id)],
  ]
  return both.map(([field, zoho, moodle]) => ({
    field,
    zoho,
    moodle: moodle ?? null,
    agree: zoho === moodle || (field === 'e-mail' && zoho.toLowerCase() === moodle?.toLowerCase()),
  }))
}

async function enrolmentsOf(
  { enrolments }: Related,
  account: MoodleUser | undefined,
  courseOf: (of: ZohoId) => MoodleCourseId | undefined,
  moodle: Moodle,
): Promise<StudentView['enrolments']> {
  const withCourse = enrolments.map((one) => ({ one, course: one.class === null ? undefined : courseOf(one.class) }))
  const courses = [...new Set(withCourse.flatMap(({ course }) => course ?? []))]
  const there =
    account === undefined || courses.length === 0
      ? []
      : await moodle.enrolmentsOf(courses.map((course) => ({ user: account.id, course })))
  return withCourse.map(({ one, course }) => {
    const found = there.find((enrolment) => enrolment.course === course)
    return {
      record_id: one.id,
      class: one.class,
      course: course ?? null,
      zoho: fieldsOf(one),
      moodle:
        found === undefined
          ? null
          : { suspended: found.suspended, timestart: found.timestart, timeend: found.timeend, roles: [...found.roles] },
    }
  })
}

async function moneyIn(moodle: Moodle, id: ZohoId): Promise<Record<string, unknown> | null> {
  if (!(await moodle.offers(FINANCE))) return null
  const money: FinanceRecord | undefined = (await moodle.financeOf([id])).get(id)
  return money === undefined ? null : { ...money }
}

/** A reading without what every reading has. */
function fieldsOf(reading: object): Record<string, string | number | boolean | null> {
  const { id: _id, misfits: _misfits, ...fields } = reading as Record<string, never>
  return fields
}
