import { codingError, invalidParameter } from '../errors.ts'
import { optionalList, type Parsed, struct, value, withDefault } from '../params.ts'
import type { Cohort } from '../teaching/rows.ts'
import { SYSTEM_CONTEXT } from '../teaching/seed.ts'
import type { MoodleWorld, Visit } from '../world.ts'
import { toldCohort } from './cohort-fields.ts'

export const getCohortsParams = struct({ cohortids: optionalList(value('int')) })
export const searchCohortsParams = struct({
  query: value('raw'),
  context: struct({
    contextid: withDefault('int', '0'),
    contextlevel: withDefault('alphanum', ''),
    instanceid: withDefault('int', '0'),
  }),
  includes: withDefault('alpha', 'parents'),
  limitfrom: withDefault('int', '0'),
  limitnum: withDefault('int', '25'),
})

const read = (cohort: Cohort): Record<string, unknown> => ({ ...toldCohort(cohort), customfields: [] })

/** core_cohort_get_cohorts: all without ids; what is not there is left out. */
export function getCohorts({ cohortids = [] }: Parsed<typeof getCohortsParams>, visit: Visit): unknown[] {
  const { cohorts } = visit.world.teaching
  const found = cohortids.length === 0 ? cohorts.all() : cohorts.all().filter(({ id }) => cohortids.includes(id))
  visit.rows.found += found.length
  return found.map(read)
}

/** core_cohort_search_cohorts: by a part of name, idnumber or description, whatever the case; `limitfrom` counts pages. */
export function searchCohorts(args: Parsed<typeof searchCohortsParams>, visit: Visit): { cohorts: unknown[] } {
  const { query, context, includes, limitfrom: page, limitnum: most } = args
  const contexts = contextsOf(contextNamed(context, visit.world), includes, visit.world)
  const part = query.toLowerCase()
  const found = visit.world.teaching.cohorts
    .all()
    .filter(({ contextid }) => contexts === 'all' || contexts.includes(contextid))
    .filter((cohort) => ['', '0'].includes(query) || textsOf(cohort).some((text) => text.toLowerCase().includes(part)))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.idnumber ?? '').localeCompare(b.idnumber ?? ''))
    .slice(page * most, most === 0 ? undefined : page * most + most)
  visit.rows.found += found.length
  return { cohorts: found.map(read) }
}

const textsOf = ({ name, idnumber, description }: Cohort): string[] => [name, idnumber ?? '', description]

type Context = Parsed<typeof searchCohortsParams>['context']

function contextNamed({ contextid, contextlevel, instanceid }: Context, { teaching }: MoodleWorld): number {
  const category = teaching.categories.get(instanceid)?.contextid
  const named = { system: SYSTEM_CONTEXT, '10': SYSTEM_CONTEXT, coursecat: category, '40': category }[contextlevel]
  const known = [SYSTEM_CONTEXT, ...teaching.categories.all().map((each) => each.contextid)]
  const found = contextid === 0 ? named : known.find((id) => id === contextid)
  if (found === undefined)
    throw invalidParameter('Missing parameters, please provide either context level with instance id or contextid')
  return found
}

/** The contexts whose cohorts are meant. */
function contextsOf(contextid: number, includes: string, { teaching }: MoodleWorld): number[] | 'all' {
  if (includes === 'all') return 'all'
  if (includes === 'self') return [contextid]
  if (includes !== 'parents') throw codingError("Invalid parameter value for 'includes'.")
  const path = teaching.categories.where('contextid', contextid)[0]?.path.split('/') ?? []
  return [SYSTEM_CONTEXT, ...path.flatMap((id) => teaching.categories.get(Number(id))?.contextid ?? [])]
}
