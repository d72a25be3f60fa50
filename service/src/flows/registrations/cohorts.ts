import type { MoodleCohortId, MoodleUserId, ZohoId } from '../../domain/ids.ts'
import { moodleCohortId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { CohortMembership, MoodleCohort } from '../../ports/moodle-cohorts.ts'
import type { FlowContext, ObservedTarget } from '../flow.ts'
import { idnumberOf } from '../numbered-twins.ts'
import { outcomesOf } from '../outcomes.ts'
import { type LeavingCohort, takeOut } from './leave-cohorts.ts'
import type { Placed } from './registration.ts'

/** What became of one registration's place in the cohort of its programme. */
export type CohortPart = {
  /** In which he is because of it. */
  cohort: MoodleCohortId | undefined
  outcomes: Written<unknown>[]
  observed: ObservedTarget[]
  /** The cohort itself as it stood before: closes the audit of one that was begun to be made. undefined: nobody looked. */
  stood?: { name: string; idnumber: string } | null
}

/**
 * Brings students into the cohorts of their programmes, which are made for the first of them. Nobody is taken out, unless the college
 * asked for it (`cohorts.remove`).
 */
export async function bringIntoCohorts(placed: readonly Placed[], context: FlowContext): Promise<Map<ZohoId, CohortPart>> {
  const parts = new Map(
    placed.map(({ record }): [ZohoId, CohortPart] => [record.id, { cohort: undefined, outcomes: [], observed: [] }]),
  )
  const note = (registration: ZohoId, outcome: Written<unknown> | undefined): void => {
    if (outcome !== undefined) parts.get(registration)?.outcomes.push(outcome)
  }
  const joining = placed.filter(({ standing }) => standing === 'member')
  const mayLeave = context.settings['cohorts.remove']
  const looking = mayLeave ? placed : joining
  if (looking.length === 0) return keptIn(placed, parts)

  const there = await cohortsOf(looking, context)
  const cohorts = new Map([...there].map(([program, { id }]) => [program, id]))
  const made = await makeMissing(joining, cohorts, context)
  for (const { record } of joining) note(record.id, made.get(record.program))

  const before = looking.flatMap(({ known }) => cohortIn(known) ?? [])
  const members = await context.moodle.cohortMembers([...new Set([...cohorts.values(), ...(mayLeave ? before : [])])])
  const adding = new Map<string, CohortMembership>()
  for (const { record, user } of joining) {
    const cohort = cohorts.get(record.program)
    const part = parts.get(record.id)
    if (part === undefined) continue
    const stood = there.get(record.program)
    part.stood = stood === undefined ? null : { name: stood.name, idnumber: stood.idnumber }
    if (cohort === undefined) continue
    part.cohort = cohort
    const isIn = members.get(cohort)?.has(user) === true
    part.observed.push(observedIn(cohort, isIn ? user : null))
    if (!isIn) adding.set(keyOf(cohort, user), adding.get(keyOf(cohort, user)) ?? { subject: record.id, cohort, user })
  }
  const added = outcomesOf(
    [...adding.values()],
    ({ cohort, user }) => keyOf(cohort, user),
    await context.moodle.addToCohorts([...adding.values()]),
  )
  for (const { record, user } of joining) {
    const cohort = cohorts.get(record.program)
    if (cohort !== undefined) note(record.id, added.get(keyOf(cohort, user)))
  }

  if (mayLeave) {
    const leaving = placed.flatMap((one) => leavingOf(one, cohorts, members))
    const staying = joining.flatMap(({ record, user }) => {
      const cohort = cohorts.get(record.program)
      return cohort === undefined ? [] : [{ registration: record.id, cohort, user }]
    })
    for (const [registration, outcome] of await takeOut(leaving, staying, context)) note(registration, outcome)
  }
  return keptIn(placed, parts)
}

const keyOf = (cohort: MoodleCohortId, user: MoodleUserId): string => `${cohort}:${user}`

export const observedIn = (cohort: MoodleCohortId, member: MoodleUserId | null): ObservedTarget => ({
  system: 'moodle',
  target: String(cohort),
  fields: { member: member === null ? null : String(member) },
})

/** The cohort he was in because of this registration when it was last settled. */
export const cohortIn = (known: KnownRecord | undefined): MoodleCohortId | undefined =>
  typeof known?.targets.cohort === 'number' ? moodleCohortId(known.targets.cohort) : undefined

/** Who was put into a cohort and is no longer added stays in it, and is remembered there: until he leaves, when nothing here wants him in. */
function keptIn(placed: readonly Placed[], parts: Map<ZohoId, CohortPart>): Map<ZohoId, CohortPart> {
  for (const { record, known, standing } of placed) {
    const part = parts.get(record.id)
    if (part !== undefined && standing === 'kept') part.cohort = cohortIn(known)
  }
  return parts
}

/** Of the programmes that have one. */
async function cohortsOf(placed: readonly Placed[], { moodle }: FlowContext): Promise<Map<ZohoId, MoodleCohort>> {
  const programs = new Map(placed.map(({ record }) => [idnumberOf('Products', record.program), record.program]))
  const found = await moodle.cohortsByIdnumber([...programs.keys()])
  return new Map(
    found.flatMap((cohort): [ZohoId, MoodleCohort][] => {
      const program = programs.get(cohort.idnumber)
      return program === undefined ? [] : [[program, cohort]]
    }),
  )
}

/** @returns what became of each that was missing; those that were made are in `cohorts` then */
async function makeMissing(
  joining: readonly Placed[],
  cohorts: Map<ZohoId, MoodleCohortId>,
  { moodle }: FlowContext,
): Promise<Map<ZohoId, Written<MoodleCohortId>>> {
  const first = new Map(joining.toReversed().map((one) => [one.record.program, one]))
  const missing = [...first].filter(([program]) => !cohorts.has(program))
  const written = await moodle.createCohorts(
    missing.map(([program, { record, programme }]) => ({
      subject: record.id,
      cohort: { name: programme, idnumber: idnumberOf('Products', program) },
    })),
  )
  const outcomes = outcomesOf(missing, ([program]) => program, written)
  for (const [program, outcome] of outcomes) if (outcome.outcome === 'done') cohorts.set(program, outcome.value)
  return outcomes
}

/** Cohorts he is in and should not be in because of this registration: of a programme he left, or of one that stood here before. */
function leavingOf(
  { record, user, known, standing }: Placed,
  cohorts: ReadonlyMap<ZohoId, MoodleCohortId>,
  members: ReadonlyMap<MoodleCohortId, ReadonlySet<MoodleUserId>>,
): LeavingCohort[] {
  const own = cohorts.get(record.program)
  const before = cohortIn(known)
  const candidates = [...(standing === 'left' ? [own] : []), ...(before === own ? [] : [before])]
  return candidates.flatMap((cohort) =>
    cohort !== undefined && members.get(cohort)?.has(user) === true
      ? [{ registration: record.id, student: record.student, cohort, user }]
      : [],
  )
}
