import type { Intent } from '../audit/trail.store.ts'
import type { ZohoId } from '../domain/ids.ts'
import type { Flow, Ports } from '../flows/flow.ts'
import { flows } from '../flows/flows.ts'
import type { Zoho } from '../ports/zoho.ts'
import { type Looked, subjectsToLookAt } from './differing-subjects.ts'
import { type RehearsedVerdict, type Rehearsing, rehearse } from './rehearse.ts'
import type { SyncName } from './sources.ts'

/** What a sync would do for one subject. */
export type Planned = {
  /** The key it is about: mostly a record's id. */
  subject: string
  /** Whom or what it is about, for people. */
  label: string
  /** Field by field; empty when nothing would change. */
  changes: readonly Intent[]
  verdict: RehearsedVerdict
}

export type Planning = Ports &
  Rehearsing & {
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

async function planSet(planning: Planning, flow: Flow, set: readonly Looked[], askedByPerson: boolean): Promise<Planned[]> {
  const { zoho, moodle } = planning
  const read = new Map(set.flatMap(({ record }) => (record === undefined ? [] : [[record.id, record] as const])))
  const question = set[0]?.question
  // What was read a moment ago is not read again: that would cost a call per set.
  const records: Zoho['records'] = async (asked, ids) =>
    asked === question && ids.every((id) => read.has(id)) ? read : zoho.records(asked, ids)
  const rehearsed = await rehearse(
    planning,
    { moodle, zoho: { ...zoho, records } },
    flow,
    set.map(({ subject }) => ({ id: subject, hints: [], mayBeEcho: false, askedByPerson })),
  )
  return set.map(({ subject, label }) => {
    const { intents, verdict } = rehearsed(subject)
    return { subject, label, changes: intents, verdict }
  })
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
