import { noteChange } from '../../changes.ts'
import type { GradingForm } from '../../teaching/rows.ts'
import { type Acting, type MoodleWorld, secondsNow } from '../../world.ts'
import { ItemRefused } from '../item-refused.ts'
import { changesTo, type FormChanges, formWith, isSame, type UnitForm } from './unit-form.ts'

/** A template's copy in an assignment, and how it stands to the template. */
export type Copy = { form: GradingForm; marked: number; changes: FormChanges; behind: '' | 'marked' | 'edited' }

export const templateOf = (zohoid: string, { teaching }: MoodleWorld): GradingForm | undefined =>
  teaching.grading_definitions.where('zohoid', zohoid).find(({ copiedfromid }) => copiedfromid === 0)

/** The copies of a template, by course and course module. */
export function copiesOf(template: GradingForm, world: MoodleWorld): Copy[] {
  const placeOf = ({ assignmentid }: GradingForm): [number, number] => {
    const { courseid = 0, cmid = 0 } = world.teaching.assignments.get(assignmentid) ?? {}
    return [courseid, cmid]
  }
  return world.teaching.grading_definitions
    .where('copiedfrom', template.id)
    .sort((a, b) => placeOf(a)[0] - placeOf(b)[0] || placeOf(a)[1] - placeOf(b)[1])
    .map((form) => copyOf(form, template, world))
}

export function copyOf(form: GradingForm, template: GradingForm, { teaching }: MoodleWorld): Copy {
  const marked = teaching.grades.where('assignment', form.assignmentid).filter(({ criteria }) => criteria.length > 0).length
  const changes = changesTo(form, template)
  return { form, marked, changes, behind: isSame(changes) ? '' : marked > 0 ? 'marked' : 'edited' }
}

/** Writes a form. Moodle tells nobody; the plugin notices when its task runs, which here is at once. */
export function writeForm(current: GradingForm, wanted: UnitForm, acting: Acting): GradingForm {
  const { grading_definitions: forms, criteria } = acting.world.teaching
  const written = forms.replace({ ...formWith(current, wanted, criteria.nextId), timemodified: secondsNow(acting.world) })
  noteChange(acting, 'template_changed', { definitionid: written.id })
  return written
}

export function deleteForm(form: GradingForm, { world }: Acting): void {
  world.teaching.grading_definitions.erase(form.id)
  noteChange({ world, callerId: 0 }, 'template_deleted', { definitionid: form.id })
}

export const emptyForm = (differing: Partial<GradingForm>, { teaching }: MoodleWorld): GradingForm => ({
  id: teaching.grading_definitions.nextId(),
  zohoid: '',
  asof: 0,
  copiedfromid: 0,
  assignmentid: 0,
  name: '',
  description: '',
  criteria: [],
  timemodified: 0,
  ...differing,
})

/** Criteria on which somebody was marked go only by force. */
export function refuseRemovalOfMarks(removed: string[], copies: Copy[], { teaching }: MoodleWorld): void {
  const grades = copies.flatMap(({ form }) => teaching.grades.where('assignment', form.assignmentid))
  const marked = removed
    .map((name) => ({ name, count: grades.filter(({ criteria }) => criteria.some((each) => each.shortname === name)).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name} (${count})`)
  if (marked.length === 0) return
  const fix = 'Keep them in the unit, or send force: true'
  const why = `these would go although submissions were marked on them: ${marked.join(', ')}. ${fix}`
  throw new ItemRefused('criterionhasmarks', 'criteria', `criteria: ${why}`)
}
