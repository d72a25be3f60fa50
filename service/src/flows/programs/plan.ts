import { needsAttention, type Verdict } from '../../domain/verdicts.ts'
import type { MoodleCategory, MoodleCategoryChange, NewMoodleCategory } from '../../ports/moodle-courses.ts'
import { differences } from '../differences.ts'
import type { FlowContext } from '../flow.ts'
import { idnumberOf, takenVerdict } from '../numbered-twins.ts'
import type { CategoryTwin, LivingProgram } from './program.ts'

/** What is to be done for one programme, decided before anything is changed. */
export type Plan = LivingProgram & { twin: CategoryTwin } & (
    | { do: 'create'; category: NewMoodleCategory }
    | { do: 'change'; there: MoodleCategory; change: MoodleCategoryChange }
    | { do: 'nothing'; verdict: Verdict }
  )

/** Decides, without asking anybody anything. Where a category stands is decided once: staff may sort them in Moodle as they like. */
export function planFor(one: LivingProgram, twin: CategoryTwin, { settings }: Pick<FlowContext, 'settings'>): Plan {
  const { id, name } = one.record
  const base = { ...one, twin }
  const nothing = (verdict: Verdict): Plan => ({ ...base, do: 'nothing', verdict })
  switch (twin.kind) {
    case 'deleted':
      return nothing(needsAttention('program.deleted_in_moodle', { program: id, category: twin.id }))
    case 'taken':
      return nothing(takenVerdict('Products', id, twin.id))
    case 'foreign': {
      const { id: category, idnumber } = twin.object
      return nothing(needsAttention('program.category_not_ours', { program: id, category, idnumber }))
    }
    default:
      break
  }
  if (name === '') return nothing(needsAttention('program.no_name', { program: id }))
  const wanted = { name, idnumber: idnumberOf('Products', id) }
  if (twin.kind === 'none') {
    const parent = settings['programs.parent_category'] as MoodleCategory['parent']
    return { ...base, do: 'create', category: { subject: id, category: { ...wanted, parent } } }
  }
  const { object: there } = twin
  return { ...base, do: 'change', there, change: { subject: id, category: there.id, ...differences(there, wanted) } }
}
