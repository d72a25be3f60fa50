import type { ZohoId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import type { MoodleCohort } from '../../ports/moodle-cohorts.ts'
import type { FlowContext, ObservedTarget } from '../flow.ts'
import { idnumberOf } from '../numbered-twins.ts'
import { outcomesOf } from '../outcomes.ts'
import type { Program } from './program.ts'

/** What became of programmes' cohorts, and how they stood before. */
export type Renamed = { outcomes: ReadonlyMap<ZohoId, Written>; observed: ReadonlyMap<ZohoId, ObservedTarget> }

/** Cohorts that are there follow the programme's name. They are made when the first student is to be in one, and not here. */
export async function renameCohorts(programs: readonly Program[], { moodle }: Pick<FlowContext, 'moodle'>): Promise<Renamed> {
  if (programs.length === 0) return { outcomes: new Map(), observed: new Map() }
  const there = new Map(
    (await moodle.cohortsByIdnumber(programs.map(({ id }) => idnumberOf('Products', id)))).map((cohort) => [
      cohort.idnumber,
      cohort,
    ]),
  )
  const having = programs.flatMap((program): { program: Program; cohort: MoodleCohort }[] => {
    const cohort = there.get(idnumberOf('Products', program.id))
    return cohort === undefined ? [] : [{ program, cohort }]
  })
  const renaming = having.filter(({ program, cohort }) => cohort.name !== program.name)
  const written = await moodle.updateCohorts(
    renaming.map(({ program, cohort }) => ({
      subject: program.id,
      cohort: cohort.id,
      before: { name: cohort.name },
      after: { name: program.name },
    })),
  )
  return {
    outcomes: outcomesOf(renaming, ({ program }) => program.id, written),
    observed: new Map(
      having.map(({ program, cohort: { id, name, idnumber } }) => [
        program.id,
        { system: 'moodle', target: String(id), fields: { name, idnumber } },
      ]),
    ),
  }
}
