import type { Database } from '../db/database.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { KnownRecord, Records } from '../ports/memory.ts'
import type { Zoho } from '../ports/zoho.ts'
import { recordsOf } from './states.store.ts'

type Reading<N extends keyof Mappings> = ReturnType<Mappings[N]['read']>

/** Everything of one student that Zoho tells, and what we know of what it tells no more. */
export type Related = {
  student: Reading<'students'> | undefined
  finance: Reading<'finance'> | undefined
  registrations: Reading<'registrations'>[]
  enrolments: Reading<'enrolments'>[]
  payments: Reading<'payments'>[]
  classes: Reading<'classes'>[]
  /** Linking records that were settled once, also those that went. */
  knownEnrolments: KnownRecord[]
}

/** Reads a student and what hangs on them, in a handful of calls. */
export async function relatedOf(
  {
    database,
    tenant,
    zoho,
    mappings,
  }: { database: Pick<Database, 'withTenant'>; tenant: TenantId; zoho: Zoho; mappings: Mappings },
  id: ZohoId,
): Promise<Related> {
  const { students, finance, registrations, enrolments, payments, classes } = mappings
  const memory: Records = recordsOf(database, tenant, 'enrolments')
  const [student, money, registered, enrolled, paid, knownEnrolments] = await Promise.all([
    zoho.records(students.question, [id]),
    zoho.records(finance.question, [id]),
    zoho.recordsWhere(registrations.question, registrations.rules.student.from, [id]),
    zoho.recordsWhere(enrolments.question, enrolments.rules.student.from, [id]),
    zoho.recordsWhere(payments.question, payments.rules.student.from, [id]),
    memory.ownedBy('enrollments', [id]),
  ])
  const found = { student: student.get(id), money: money.get(id) }
  const readEnrolments = enrolled.map(enrolments.read)
  const ids = [
    ...new Set([
      ...readEnrolments.flatMap(({ class: of }) => of ?? []),
      ...knownEnrolments.flatMap(({ owners: [, of] }) => of ?? []),
    ]),
  ]
  const inClasses = ids.length === 0 ? new Map() : await zoho.records(classes.question, ids)
  return {
    student: found.student && students.read(found.student),
    finance: found.money && finance.read(found.money),
    registrations: registered.map(registrations.read),
    enrolments: readEnrolments,
    payments: paid.map(payments.read),
    classes: [...inClasses.values()].map(classes.read),
    knownEnrolments,
  }
}

/** The records to look at for one student: what the student needs first. */
export function recordsToLookAt(id: ZohoId, related: Related): { module: ZohoModule; record: ZohoId }[] {
  const { registrations, enrolments, classes, knownEnrolments } = related
  const programs = [...registrations.map(({ program }) => program), ...classes.map(({ program }) => program)]
  const of = (module: ZohoModule, ids: readonly (ZohoId | null)[]) =>
    [...new Set(ids.filter((one) => one !== null))].map((record) => ({ module, record }))
  return [
    ...of('Products', programs),
    ...of('BTEC_Students', [id]),
    ...of(
      'BTEC_Classes',
      classes.map((one) => one.id),
    ),
    ...of(
      'BTEC_Registrations',
      registrations.map((one) => one.id),
    ),
    ...of('BTEC_Enrollments', [...enrolments.map((one) => one.id), ...knownEnrolments.map(({ key }) => key)]),
  ]
}
