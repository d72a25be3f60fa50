import { z } from 'zod'
import { moodleCohortId } from '../../domain/ids.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import type { MoodleCohort, MoodleCohortChange, NewMoodleCohort } from '../../ports/moodle-cohorts.ts'
import { inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import type { Variable } from './form.ts'
import { recordRefused, refusalOfRecord, type Widths } from './record-refusals.ts'
import { isAskable, rowsOf } from './rows.ts'
import { nothing } from './teaching-answers.ts'
import { writeWhole } from './whole-batches.ts'

const SEARCH = 'core_cohort_search_cohorts'
const READ = 'core_cohort_get_cohorts'
const CREATE = 'core_cohort_create_cohorts'
const UPDATE = 'core_cohort_update_cohorts'
const ROWS_PER_CALL = 50
const IDS_PER_CALL = 100
const widths: Widths = { name: 254, idnumber: 100 }

const cohortRow = z
  .looseObject({
    id: z.int().positive(),
    name: z.string(),
    idnumber: z
      .string()
      .nullable()
      .transform((text) => text ?? ''),
  })
  .transform(({ id, name, idnumber }): MoodleCohort => ({ id: moodleCohortId(id), name, idnumber }))
const cohortRows = z.array(cohortRow)
/** PHP makes an object of a list whose keys are the ids of the cohorts. */
const searchedCohorts = z.looseObject({
  cohorts: z.union([cohortRows, z.record(z.string(), cohortRow).transform((rows) => Object.values(rows))]),
})

/**
 * Wherever they are: Moodle refuses an ID number twice on the whole site, also where the other cohort is that of a category. Several are
 * looked for in one search, by how all of them begin.
 */
export async function cohortsByIdnumber(ask: Ask, idnumbers: readonly string[]): Promise<MoodleCohort[]> {
  const wanted = new Set(idnumbers.filter((idnumber) => isAskable('idnumber', idnumber)))
  if (wanted.size === 0) return []
  const { cohorts } = await ask.read(SEARCH, searchFor(beginningOf([...wanted])), searchedCohorts)
  return cohorts.filter(({ idnumber }) => wanted.has(idnumber))
}

/** What all of these begin with; an empty search finds all cohorts of the site. */
function beginningOf([first = '', ...others]: readonly string[]): string {
  let length = first.length
  while (others.some((other) => other.slice(0, length) !== first.slice(0, length))) length -= 1
  return first.slice(0, length)
}

/** Looks for a part of name, ID number or description. */
const searchFor = (query: string): Variable[] => [
  ['context[contextlevel]', 'system'],
  ['context[instanceid]', '0'],
  ['includes', 'all'],
  // All of them.
  ['limitnum', '0'],
  ['query', query],
]

/** A cohort that is there already, with our ID number, counts as done. */
export const createCohorts = (ask: Ask, cohorts: readonly NewMoodleCohort[]): Promise<Written<MoodleCohort['id']>[]> =>
  writeWhole(cohorts, {
    function: CREATE,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const made = await ask.write(
        CREATE,
        rowsOf(
          'cohorts',
          items.map(({ cohort }) => rowOf(cohort)),
        ),
        cohortRows,
      )
      return made.slice(0, items.length).map(({ id }) => done(id))
    },
    async standing(items) {
      const idnumbers = items.map(({ cohort }) => cohort.idnumber)
      const there = new Map((await cohortsByIdnumber(ask, idnumbers)).map((cohort) => [cohort.idnumber, cohort.id]))
      return idnumbers.map((idnumber) => {
        const id = there.get(idnumber)
        return id === undefined ? undefined : done(id)
      })
    },
    refusalOf: ({ subject, cohort }, refusal) => refusalOfRecord(subject, refusal, cohort, widths),
  })

/** Moodle wants name, ID number and context whole, so what does not change is read first; a cohort of a category becomes one of the site. */
export async function updateCohorts(ask: Ask, changes: readonly MoodleCohortChange[]): Promise<Written[]> {
  const before = await cohortsById(ask, changes)
  const there = changes.filter(({ cohort }) => before.has(cohort))
  const written = await writeWhole(there, {
    function: UPDATE,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const rows = items.map(({ cohort, after }) => ({
        ...rowOf({ name: '', idnumber: '', ...before.get(cohort), ...after }),
        id: cohort,
      }))
      await ask.write(UPDATE, rowsOf('cohorts', rows), nothing)
      return items.map(() => done(undefined))
    },
    async standing(items) {
      const now = await cohortsById(ask, items)
      return items.map((item) => (says(now.get(item.cohort), item) ? done(undefined) : undefined))
    },
    refusalOf: ({ subject, after }, refusal) => refusalOfRecord(subject, refusal, after, widths),
  })
  const answers = new Map(there.map((change, index) => [change, written[index]]))
  return changes.map(
    (change) => answers.get(change) ?? refused(recordRefused(change.subject, 'cohort', `Moodle has no cohort ${change.cohort}`)),
  )
}

async function cohortsById(ask: Ask, changes: readonly MoodleCohortChange[]): Promise<Map<MoodleCohort['id'], MoodleCohort>> {
  const found = new Map<MoodleCohort['id'], MoodleCohort>()
  await inBatches(
    changes.map(({ cohort }) => String(cohort)),
    () => IDS_PER_CALL,
    async (ids) => {
      const variables = ids.map((id, index): Variable => [`cohortids[${index}]`, id])
      for (const cohort of await ask.read(READ, variables, cohortRows)) found.set(cohort.id, cohort)
    },
  )
  return found
}

const rowOf = ({ name, idnumber }: Pick<MoodleCohort, 'name' | 'idnumber'>) => ({
  'categorytype.type': 'system',
  'categorytype.value': '',
  name,
  idnumber,
})

const says = (cohort: MoodleCohort | undefined, { after }: MoodleCohortChange): boolean =>
  cohort !== undefined && Object.entries(after).every(([field, wanted]) => cohort[field as keyof typeof after] === wanted)
