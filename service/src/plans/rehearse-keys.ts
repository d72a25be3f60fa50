import { rehearsedMoodle, rehearsedZoho } from '../audit/rehearsed-ports.ts'
import type { Intent } from '../audit/trail.store.ts'
import type { Database } from '../db/database.ts'
import type { Hint } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Route } from '../domain/route.ts'
import { subjectOfModule } from '../domain/zoho-modules.ts'
import type { Answer, Flow, Ports } from '../flows/flow.ts'
import { linksOf } from '../identity/links.store.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { recordsOf } from '../sync/states.store.ts'
import type { Candidate } from './candidates.ts'
import { type Change, changeOf } from './change.ts'
import type { ItemVerdict } from './plan-items.store.ts'

export type Rehearsing = {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  settings: AllSettings
  mappings: Mappings
}

/** What a run of a key would do. */
export type Rehearsed = {
  changes: Change[]
  verdict: ItemVerdict
  /** Other keys that its run would feed, or whose business it is. */
  follow: readonly Route[]
}

type Key = Pick<Candidate, 'subject' | 'module' | 'recordId' | 'sources'>

/**
 * Runs a flow against ports that write nothing: no ledger, no links, no last known state. As in the run that a person asks for, limits on
 * removals do not stop it: the plan is what that person looks at.
 */
export async function rehearseKeys(
  { database, tenant, settings, mappings }: Rehearsing,
  { zoho, moodle }: Ports,
  flow: Flow,
  keys: readonly Key[],
): Promise<Map<string, Rehearsed>> {
  const intents: Intent[] = []
  const answers = await flow.run(
    keys.map((key) => ({ id: key.subject, hints: [hintOf(key)], mayBeEcho: false, askedByPerson: true })),
    {
      tenant,
      settings,
      links: linksOf(database, tenant),
      records: recordsOf(database, tenant, flow.name),
      mappings,
      rehearsal: true,
      moodle: rehearsedMoodle(moodle, intents),
      zoho: rehearsedZoho(zoho, intents),
    },
  )
  const bySubject = Map.groupBy(intents, ({ subject }) => subject)
  return new Map(
    keys.map(({ subject }) => {
      const answer = answers.get(subject)
      return [
        subject,
        {
          changes: (bySubject.get(subject) ?? []).map(changeOf),
          verdict: verdictOf(answer),
          follow: answer?.passOn ?? answer?.feeds ?? [],
        },
      ]
    }),
  )
}

const hintOf = ({ module, recordId, sources }: Key): Hint => ({
  id: 0,
  source: 'person',
  name: `zoho.${subjectOfModule[module]}.${eventTypeOf(sources)}`,
  eventType: eventTypeOf(sources),
  module,
  recordId,
  putBackBy: null,
  waitedFor: null,
  waitedUntil: null,
})

/** What is no more is told as a deletion; the run looks for itself. */
export const eventTypeOf = (sources: Candidate['sources']): 'updated' | 'deleted' =>
  sources.length > 0 && sources.every(({ hash }) => hash === '') ? 'deleted' : 'updated'

function verdictOf(answer: Answer | undefined): ItemVerdict {
  if (answer === undefined) return { status: 'again', code: 'run.unexpected', params: { kind: 'no answer' } }
  if (answer.passOn !== undefined) {
    return { status: 'completed', code: 'run.passed_on', params: { to: answer.passOn.map(({ subject }) => subject).join(', ') } }
  }
  const { verdict } = answer
  const { code, params } = verdict
  return { status: verdict instanceof Error ? 'again' : verdict.status, code, params }
}
