import type { Hint } from '../domain/events.ts'
import type { Route } from '../domain/route.ts'
import { subjectOfModule } from '../domain/zoho-modules.ts'
import type { Flow, Ports } from '../flows/flow.ts'
import { type RehearsedVerdict, type Rehearsing, rehearse } from '../sync/rehearse.ts'
import type { Candidate } from './candidates.ts'
import { type Change, changeOf } from './change.ts'

/** What a run of a key would do. */
export type RehearsedKey = {
  changes: Change[]
  verdict: RehearsedVerdict
  /** Other keys that its run would feed, or whose business it is. */
  follow: readonly Route[]
}

type Key = Pick<Candidate, 'subject' | 'module' | 'recordId' | 'sources'>

/** As in the run that a person asks for, limits on removals do not stop it: the plan is what that person looks at. */
export async function rehearseKeys(
  rehearsing: Rehearsing,
  ports: Ports,
  flow: Flow,
  keys: readonly Key[],
): Promise<Map<string, RehearsedKey>> {
  const rehearsed = await rehearse(
    rehearsing,
    ports,
    flow,
    keys.map((key) => ({ id: key.subject, hints: [hintOf(key)], mayBeEcho: false, askedByPerson: true })),
  )
  return new Map(
    keys.map(({ subject }) => {
      const { intents, verdict, answer } = rehearsed(subject)
      return [subject, { changes: intents.map(changeOf), verdict, follow: answer?.passOn ?? answer?.feeds ?? [] }]
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
