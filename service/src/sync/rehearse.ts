import { rehearsedMoodle, rehearsedZoho } from '../audit/rehearsed-ports.ts'
import type { Intent } from '../audit/trail.store.ts'
import type { Database } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Status } from '../domain/statuses.ts'
import type { Answer, Flow, Ports, Subject } from '../flows/flow.ts'
import { linksOf } from '../identity/links.store.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { recordsOf } from './states.store.ts'

export type Rehearsing = {
  database: Pick<Database, 'withTenant'>
  tenant: TenantId
  settings: AllSettings
  mappings: Mappings
}

/** What a run would do for one subject. */
export type Rehearsed = { intents: readonly Intent[]; verdict: RehearsedVerdict; answer: Answer | undefined }

/** `failed` needs a person; `again` is a passing trouble of this one record. */
export type RehearsedVerdict = { status: Status | 'again'; code: Code; params: Record<string, string | number> }

/** Runs a flow for a set of subjects against ports that write nothing: no ledger, no links, no last known state. */
export async function rehearse(
  { database, tenant, settings, mappings }: Rehearsing,
  { zoho, moodle }: Ports,
  flow: Flow,
  subjects: readonly Subject[],
): Promise<(subject: string) => Rehearsed> {
  const intents: Intent[] = []
  const answers = await flow.run(subjects, {
    tenant,
    settings,
    links: linksOf(database, tenant),
    records: recordsOf(database, tenant, flow.name),
    mappings,
    rehearsal: true,
    moodle: rehearsedMoodle(moodle, intents),
    zoho: rehearsedZoho(zoho, intents),
  })
  const bySubject = Map.groupBy(intents, ({ subject }) => subject)
  return (subject) => {
    const answer = answers.get(subject)
    return { intents: bySubject.get(subject) ?? [], verdict: verdictOf(answer), answer }
  }
}

function verdictOf(answer: Answer | undefined): RehearsedVerdict {
  if (answer === undefined) return { status: 'again', code: 'run.unexpected', params: { kind: 'no answer' } }
  if (answer.passOn !== undefined) {
    return { status: 'completed', code: 'run.passed_on', params: { to: answer.passOn.map(({ subject }) => subject).join(', ') } }
  }
  const { verdict } = answer
  const { code, params } = verdict
  return { status: verdict instanceof Error ? 'again' : verdict.status, code, params }
}
