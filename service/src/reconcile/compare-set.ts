import { rehearsedMoodle, rehearsedZoho } from '../audit/rehearsed-ports.ts'
import type { Intent } from '../audit/trail.store.ts'
import type { Answer, Flow, Ports } from '../flows/flow.ts'
import { linksOf } from '../identity/links.store.ts'
import { recordsOf } from '../sync/states.store.ts'
import { type DriftItem, guessCause, type SubjectFacts } from './drift.ts'
import { lastWritten, openEventsOf } from './drift-facts.store.ts'
import { type AnySource, mappingOfSource, type Sweeping } from './sweeping.ts'
import type { Stretch, Walked } from './walk.ts'

/** What was found of one subject. */
export type Compared = {
  walked: Walked
  items: DriftItem[]
  /** A run of it may bring it into step: it is not refused, or would not be now. */
  repairable: boolean
}

/** Runs a flow over some subjects against ports that write nothing: what it would change is what differs. */
export async function compareSet(
  sweeping: Sweeping,
  flow: Flow,
  source: AnySource,
  { subjects, records }: Pick<Stretch, 'subjects' | 'records'>,
  ports: Ports,
): Promise<Compared[]> {
  const { database, tenant, settings, mappings } = sweeping
  const plan: Intent[] = []
  const zoho = rehearsedZoho(ports.zoho, plan)
  const { question } = mappingOfSource(sweeping, source)
  const answers = await flow.run(
    subjects.map(({ subject }) => ({ id: subject, hints: [], mayBeEcho: false, askedByPerson: false })),
    {
      tenant,
      settings,
      mappings,
      links: linksOf(database, tenant),
      records: recordsOf(database, tenant, flow.name),
      rehearsal: true,
      moodle: rehearsedMoodle(ports.moodle, plan),
      zoho: {
        ...zoho,
        // They were read a moment ago: reading them again would cost a call per set.
        records: async (asked, ids) =>
          asked === question && ids.every((id) => records.has(id)) ? new Map(records) : zoho.records(asked, ids),
      },
    },
  )

  const ids = subjects.map(({ subject }) => subject)
  const facts = await database.withTenant(tenant, async (tx) => ({
    ...(await openEventsOf(tx, flow.name, ids)),
    written: await lastWritten(tx, flow.name, ids),
  }))
  return subjects.map((walked) => {
    const { subject } = walked
    const intents = plan.filter((intent) => intent.subject === subject)
    const known: SubjectFacts = {
      inLine: facts.inLine.has(subject),
      refused: facts.refused.has(subject),
      neverSeen: walked.neverSeen,
      changedInZoho: walked.changedInZoho,
    }
    const said = troubleIn(answers.get(subject))
    const fields = intents.flatMap((intent) => itemsOf(flow.name, walked, intent, known, facts.written, said))
    const items = fields.length > 0 || said === null ? fields : [itemOfCode(flow.name, walked, known, said)]
    return {
      walked,
      items,
      repairable: !known.inLine && !(known.refused && said !== null),
    }
  })
}

type Said = NonNullable<DriftItem['said']>

/** What a flow says of a record that it cannot simply bring into step. A passing trouble says nothing about the record. */
function troubleIn(answer: Answer | undefined): Said | null {
  const verdict = answer?.verdict
  if (verdict === undefined || verdict instanceof Error) return null
  const { status, code, params } = verdict
  return status === 'completed' || status === 'skipped' || status === 'rehearsed' ? null : { code, params }
}

const itemsOf = (
  flow: string,
  { subject, settledAt }: Walked,
  { system, action, changes }: Intent,
  facts: SubjectFacts,
  written: ReadonlyMap<string, Date>,
  said: Said | null,
): DriftItem[] =>
  Object.entries(changes).map(([field, { before, after }]) => ({
    flow,
    subject,
    system,
    action,
    field,
    stands: before,
    due: after,
    since: later(settledAt, written.get(`${subject} ${field}`)),
    cause: guessCause(facts, system),
    said,
    eventId: null,
  }))

const itemOfCode = (flow: string, { subject, settledAt }: Walked, facts: SubjectFacts, said: Said): DriftItem => ({
  flow,
  subject,
  system: '',
  action: '',
  field: '',
  stands: null,
  due: null,
  since: settledAt,
  cause: guessCause(facts, ''),
  said,
  eventId: null,
})

const later = (one: Date | null, other: Date | undefined): Date | null =>
  other === undefined || (one !== null && one > other) ? one : other
