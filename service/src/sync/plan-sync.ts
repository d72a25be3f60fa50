import { rehearsedMoodle, rehearsedZoho } from '../audit/rehearsed-ports.ts'
import type { Intent } from '../audit/trail.store.ts'
import type { Database } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import type { TenantId, ZohoId } from '../domain/ids.ts'
import type { Status } from '../domain/statuses.ts'
import type { Answer, Flow, Ports } from '../flows/flow.ts'
import { flows } from '../flows/flows.ts'
import { linksOf } from '../identity/links.store.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { ZohoRecord } from '../ports/zoho.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { type Looked, subjectsToLookAt } from './differing-subjects.ts'
import type { SyncName } from './sources.ts'
import { recordsOf } from './states.store.ts'

/** What a sync would do for one subject. */
export type Planned = {
  /** The key it is about: mostly a record's id. */
  subject: string
  /** Whom or what it is about, for people. */
  label: string
  /** Field by field; empty when nothing would change. */
  changes: Intent[]
  /** `failed` needs a person; `again` is a passing trouble of this one record. */
  verdict: { status: Status | 'again'; code: Code; params: Record<string, string | number> }
}

export type Planning = Ports & {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  settings: AllSettings
  mappings: Mappings
  /** Those of the service, unless a test has its own. */
  flows?: readonly Flow[]
}

/** A live event is a set of one, a plan is made in sets of this many. */
const SET = 50

/**
 * Runs the flow itself against ports that write nothing, set by set: no ledger, no links, no last known state.
 * @param ids the records that a person named; without them all that differ from the last known state, and all that are gone
 */
export async function* planSync(planning: Planning, name: SyncName, ids?: readonly ZohoId[]): AsyncIterable<Planned[]> {
  const flow = (planning.flows ?? flows).find((each) => each.name === name)
  if (flow === undefined) return
  for await (const looked of subjectsToLookAt(planning, name, ids)) {
    for (let from = 0; from < looked.length; from += SET)
      yield planSet(planning, flow, looked.slice(from, from + SET), ids !== undefined)
  }
}

async function planSet(
  { database, tenant, settings, mappings, zoho, moodle }: Planning,
  flow: Flow,
  set: readonly Looked[],
  askedByPerson: boolean,
): Promise<Planned[]> {
  const plan: Intent[] = []
  const read = new Map(set.flatMap(({ record }) => (record === undefined ? [] : [[record.id, record] as const])))
  const question = set[0]?.question
  const rehearsed = rehearsedZoho(zoho, plan)
  const answers = await flow.run(
    set.map(({ subject }) => ({ id: subject, hints: [], mayBeEcho: false, askedByPerson })),
    {
      tenant,
      settings,
      links: linksOf(database, tenant),
      records: recordsOf(database, tenant, flow.name),
      mappings,
      rehearsal: true,
      moodle: rehearsedMoodle(moodle, plan),
      zoho: {
        ...rehearsed,
        // What was read a moment ago is not read again: that would cost a call per set.
        records: async (asked, ids): Promise<Map<ZohoId, ZohoRecord>> =>
          asked === question && ids.every((id) => read.has(id)) ? read : rehearsed.records(asked, ids),
      },
    },
  )
  return set.map(({ subject, label }) => ({
    subject,
    label,
    changes: plan.filter((intent) => intent.subject === subject),
    verdict: verdictOf(answers.get(subject)),
  }))
}

function verdictOf(answer: Answer | undefined): Planned['verdict'] {
  const verdict = answer?.verdict
  if (verdict === undefined) return { status: 'again', code: 'run.unexpected', params: { kind: 'no answer' } }
  const { code, params } = verdict
  return { status: verdict instanceof Error ? 'again' : verdict.status, code, params }
}

/** How many e-mails Moodle would send: one for each new account whose password it makes itself. */
export const mailsOf = (planned: readonly Planned[]): number =>
  planned
    .flatMap(({ changes }) => changes)
    .filter(({ action, changes }) => action === 'createUser' && changes.auth?.after === 'manual').length

/** The names whose flows make accounts. */
const makeAccounts: ReadonlySet<SyncName> = new Set(['students', 'teachers'])

/** How many e-mails a sync of these names would have Moodle send; asked of nobody unless passwords are Moodle's business. */
export async function mailsBefore(
  planning: Planning,
  names: readonly SyncName[],
  onPlanned: (count: number) => void = () => {},
): Promise<number> {
  if (planning.settings['moodle.auth'] !== 'manual') return 0
  let mails = 0
  let planned = 0
  for (const name of names.filter((each) => makeAccounts.has(each))) {
    for await (const set of planSync(planning, name)) {
      mails += mailsOf(set)
      planned += set.length
      onPlanned(planned)
    }
  }
  return mails
}
