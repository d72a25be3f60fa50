import { rehearsedMoodle, rehearsedZoho } from '../audit/rehearsed-ports.ts'
import type { Intent } from '../audit/trail.store.ts'
import type { Database } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Status } from '../domain/statuses.ts'
import type { Student } from '../flows/accounts/student.ts'
import { students as studentsFlow } from '../flows/accounts/students.ts'
import type { Answer, Ports } from '../flows/flow.ts'
import { linksOf } from '../identity/links.store.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { ZohoRecord } from '../ports/zoho.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { recordsOf } from './states.store.ts'

/** What a sync would do for one student. */
export type PlannedStudent = {
  student: Student
  /** Field by field; empty when nothing would change. */
  changes: Intent[]
  /** `failed` needs a person; `again` is a passing trouble of this one record. */
  verdict: { status: Status | 'again'; code: Code; params: Record<string, string | number> }
}

type Planning = {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  settings: AllSettings
  mappings: Mappings
  askedByPerson: boolean
}

/** A live event is a set of one, a sync works in sets of this many. */
const SET = 50

/** Runs the flow itself against ports that write nothing, set by set: no ledger, no links, no last known state. */
export async function* planStudents(context: Planning & Ports, students: readonly ZohoRecord[]): AsyncIterable<PlannedStudent[]> {
  for (let from = 0; from < students.length; from += SET) yield planSet(context, students.slice(from, from + SET))
}

async function planSet(
  { database, tenant, settings, mappings, askedByPerson, zoho, moodle }: Planning & Ports,
  set: readonly ZohoRecord[],
): Promise<PlannedStudent[]> {
  const records = new Map(set.map((record) => [record.id, record]))
  const plan: Intent[] = []
  const answers = await studentsFlow.run(
    set.map(({ id }) => ({ id, hints: [], mayBeEcho: false, askedByPerson })),
    {
      tenant,
      settings,
      links: linksOf(database, tenant),
      records: recordsOf(database, tenant, studentsFlow.name),
      mappings,
      rehearsal: true,
      moodle: rehearsedMoodle(moodle, plan),
      // The records were read a moment ago: reading them again would cost a call per set.
      zoho: { ...rehearsedZoho(zoho, plan), records: async () => records },
    },
  )
  return set.map((record) => ({
    student: mappings.students.read(record),
    changes: plan.filter(({ subject }) => subject === record.id),
    verdict: verdictOf(answers.get(record.id)),
  }))
}

function verdictOf(answer: Answer | undefined): PlannedStudent['verdict'] {
  const verdict = answer?.verdict
  if (verdict === undefined) return { status: 'again', code: 'run.unexpected', params: { kind: 'no answer' } }
  const { code, params } = verdict
  return { status: verdict instanceof Error ? 'again' : verdict.status, code, params }
}

/** How many e-mails Moodle would send: one for each new account whose password it makes itself. */
export const mailsOf = (planned: readonly PlannedStudent[]): number =>
  planned
    .flatMap(({ changes }) => changes)
    .filter(({ action, changes }) => action === 'createUser' && changes.auth?.after === 'manual').length
