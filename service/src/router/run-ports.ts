import { auditedMoodle, auditedZoho } from '../audit/audited-ports.ts'
import { describeIntent } from '../audit/intents.ts'
import { rehearsedMoodle, rehearsedZoho } from '../audit/rehearsed-ports.ts'
import { type Intent, trailOf } from '../audit/trail.store.ts'
import type { Database } from '../db/database.ts'
import { rehearsed } from '../domain/verdicts.ts'
import type { Answer, FlowContext, Ports, Subject } from '../flows/flow.ts'
import { linksOf } from '../identity/links.store.ts'
import { recordsOf } from '../sync/states.store.ts'
import type { Run } from './run.ts'

export type RunPorts = Ports

/** The parts of a run, one after the other: subjects that are meant and subjects that are only rehearsed. */
export function openingsFor(
  database: Database,
  run: Run,
  subjects: readonly Subject[],
  ports: RunPorts,
): (() => Promise<Map<string, Answer>>)[] {
  const isRehearsal = (subject: Subject): boolean => {
    const { enabled, modules } = run.settings['system.dry_run']
    return enabled && (modules.length === 0 || subject.hints.some(({ module }) => module !== null && modules.includes(module)))
  }
  const meant = subjects.filter((subject) => !isRehearsal(subject))
  const rehearsing = subjects.filter(isRehearsal)
  const context: Omit<FlowContext, keyof Ports | 'rehearsal'> = {
    tenant: run.tenant,
    links: linksOf(database, run.tenant),
    records: recordsOf(database, run.tenant, run.flow.name),
    mappings: run.mappings,
    settings: run.settings,
  }
  const trail = trailOf(database, run)
  return [
    ...(meant.length === 0
      ? []
      : [
          () =>
            run.flow.run(meant, {
              ...context,
              moodle: auditedMoodle(ports.moodle, trail),
              zoho: auditedZoho(ports.zoho, trail),
              rehearsal: false,
            }),
        ]),
    ...(rehearsing.length === 0 ? [] : [() => rehearse(run, rehearsing, context, ports)]),
  ]
}

/** Runs the flow against ports that write nothing. The verdict lists what would have changed, and nothing else is kept. */
async function rehearse(
  run: Run,
  subjects: readonly Subject[],
  context: Omit<FlowContext, keyof Ports | 'rehearsal'>,
  ports: RunPorts,
): Promise<Map<string, Answer>> {
  const plan: Intent[] = []
  const answers = await run.flow.run(subjects, {
    ...context,
    moodle: rehearsedMoodle(ports.moodle, plan),
    zoho: rehearsedZoho(ports.zoho, plan),
    rehearsal: true,
  })
  return new Map(
    [...answers].map(([id, answer]) => {
      const changes = plan.filter(({ subject }) => subject === id)
      return [id, rehearsedAnswer(answer, changes)]
    }),
  )
}

function rehearsedAnswer(answer: Answer, changes: readonly Intent[]): Answer {
  // Whose business a hint is belongs to the plan: those keys are rehearsed in their turn.
  if (answer.passOn !== undefined) return { passOn: answer.passOn }
  const { verdict, feeds } = answer
  const also = feeds === undefined ? {} : { feeds }
  if (changes.length > 0)
    return { verdict: rehearsed('rehearsal.would_change', { changes: changes.map(describeIntent).join('; ') }), ...also }
  // What would fail, wait or be skipped does so in a rehearsal too, and says why.
  if (verdict instanceof Error || verdict.status !== 'completed') return { verdict, ...also }
  return { verdict: rehearsed('rehearsal.nothing', {}), ...also }
}
