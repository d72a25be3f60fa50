import { noteChange } from '../../changes.ts'
import { type Parsed, struct, value } from '../../params.ts'
import { BTEC_SCALE } from '../../teaching/scales.ts'
import type { Visit } from '../../world.ts'
import { ItemRefused, type Refusal, refusalOr } from '../item-refused.ts'
import { copyOf, emptyForm, templateOf, writeForm } from './forms.ts'
import { changesTo, isSame } from './unit-form.ts'

export const attachGradingTemplateParams = struct({ zohoid: value('alphanum'), cmid: value('int') })

type Attached = { status: 'updated' | 'skipped'; cmid: number; assignmentid: number; definitionid: number; behind: string }

/** local_campusbridge_attach_grading_template: grades an assignment with a copy of a unit's template. */
export function attachGradingTemplate(
  { zohoid, cmid }: Parsed<typeof attachGradingTemplateParams>,
  visit: Visit,
): Attached | Refusal {
  return refusalOr(() => visit.world.teaching.journal.transaction(() => attach(zohoid, cmid, visit)))
}

function attach(zohoid: string, cmid: number, visit: Visit): Attached {
  const { world } = visit
  const { assignments, grading_definitions: forms, grades } = world.teaching
  const template = templateOf(zohoid, world)
  if (template === undefined) {
    const why = 'this unit has no template here; send it with set_grading_templates first'
    throw new ItemRefused('templatemissing', 'zohoid', `zohoid: ${why}`)
  }
  const [assignment] = assignments.where('cmid', cmid)
  if (assignment === undefined) throw new ItemRefused('assignmentmissing', 'cmid', 'cmid: the course module id of an assignment')

  const assignmentid = assignment.id
  const [form] = forms.where('assignment', assignmentid)
  const hasScale = assignment.grade === -BTEC_SCALE
  if (form !== undefined && hasScale && form.copiedfromid === template.id)
    return { status: 'skipped', cmid, assignmentid, definitionid: form.id, behind: copyOf(form, template, world).behind }
  const isSameForm = form !== undefined && hasScale && isSame(changesTo(form, template))
  if (!isSameForm && grades.where('assignment', assignmentid).some(({ grade }) => grade !== null)) {
    const why = 'this assignment already has marks that were not made with this template, and another form or scale would'
    const fix = 'change their meaning. Attach it to an assignment without marks'
    throw new ItemRefused('alreadymarked', 'cmid', `cmid: ${why} ${fix}`)
  }
  const copy = { ...(form ?? emptyForm({ assignmentid }, world)), copiedfromid: template.id }
  const { id: definitionid } = writeForm(copy, template, visit)
  if (!hasScale) {
    assignments.replace({ ...assignment, grade: -BTEC_SCALE })
    noteChange(visit, 'course_module_updated', { courseid: assignment.courseid, cmid, assignid: assignmentid })
  }
  visit.rows.written += 1
  return { status: 'updated', cmid, assignmentid, definitionid, behind: '' }
}
