import { zohoId } from '../../domain/ids.ts'
import { completed } from '../../domain/verdicts.ts'
import type { Flow } from '../flow.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { readUnits } from './read-rows.ts'
import { statesOfGone } from './state.ts'

/** Zoho's units ⇄ the BTEC grading templates that the plugin keeps in Moodle; how it went is told to Zoho. */
export const units: Flow = {
  name: 'units',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const { living, gone, answers, rowsBefore } = await readUnits(subjects, context)
    for (const [id, answer] of await bringIntoMoodle(living, rowsBefore, context)) answers.set(id, answer)
    // The template is kept: assignments of running classes are marked with copies of it.
    for (const one of gone) {
      const records = statesOfGone(one, rowsBefore.get(zohoId(one.subject.id)) ?? [])
      answers.set(one.subject.id, {
        verdict: completed('unit.gone_template_kept', {}),
        remember: { records },
      })
    }
    return answers
  },
}
