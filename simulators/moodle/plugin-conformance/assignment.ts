import { controlsOf, type Form } from './moodle-form.ts'
import type { Session } from './moodle-session.ts'

/** What a teacher says about each criterion, in the order of the form, and about the whole. */
export type Marks = { criteria: { met: boolean; remark: string }[]; feedback: string }

/** A teacher adds an assignment, as core has no web service that does. Answers its course module id. */
export async function addAssignment(teacher: Session, courseid: number, name: string): Promise<number> {
  const page = await teacher.page(`/course/modedit.php?add=assign&course=${courseid}&section=0`)
  const form = { ...controlsOf(page, '_qf__mod_assign_mod_form'), name, submitbutton: '1' }
  const { address, html } = await teacher.submit('/course/modedit.php', form)
  const cmid = /\/mod\/assign\/view\.php\?id=(\d+)/.exec(address)?.[1]
  if (cmid === undefined) throw new Error(`The assignment was not added: ${address} ${html.slice(0, 200)}`)
  return Number(cmid)
}

/** A teacher takes an assignment away, with its marks. */
export async function removeAssignment(teacher: Session, courseid: number, cmid: number): Promise<void> {
  await teacher.ajax('core_courseformat_update_course', { action: 'cm_delete', courseid, ids: [cmid] })
}

/**
 * A teacher marks somebody with the assignment's BTEC form, as the grading page does. Core's mod_assign_save_grade cannot: gradingform_btec
 * does not say what its fillings look like (gradingform_controller::get_external_instance_filling_details()), so it knows no "btec".
 */
export async function mark(teacher: Session, cmid: number, assignmentid: number, userid: number, marks: Marks): Promise<void> {
  const grader = await teacher.page(`/mod/assign/view.php?id=${cmid}&action=grader&userid=${userid}`)
  const contextid = Number(/"contextid":(\d+)/.exec(grader)?.[1])
  const { html } = await teacher.ajax<{ html: string }>('core_get_fragment', {
    component: 'mod_assign',
    callback: 'gradingpanel',
    contextid,
    args: [
      { name: 'userid', value: userid },
      { name: 'attemptnumber', value: -1 },
      { name: 'jsonformdata', value: '""' },
    ],
  })
  const form = filled(controlsOf(html, `_qf__mod_assign_grade_form_${userid}`), marks)
  const jsonformdata = JSON.stringify(new URLSearchParams(form).toString())
  const warnings = await teacher.ajax('mod_assign_submit_grading_form', { assignmentid, userid, jsonformdata })
  if (JSON.stringify(warnings) !== '[]') throw new Error(`The marks were not saved: ${JSON.stringify(warnings)}`)
}

function filled(form: Form, { criteria, feedback }: Marks): Form {
  const remarks = Object.keys(form).filter((name) => /^advancedgrading\[criteria\]\[\d+\]\[remark\]$/.test(name))
  if (remarks.length !== criteria.length) throw new Error(`The form has ${remarks.length} criteria, not ${criteria.length}`)
  const said = criteria.flatMap(({ met, remark }, place) => {
    const name = remarks[place] ?? ''
    return [
      [name, remark],
      [name.replace('[remark]', '[score]'), met ? '1' : '0'],
    ]
  })
  return { ...form, ...Object.fromEntries(said), 'assignfeedbackcomments_editor[text]': feedback }
}
