import { zohoId } from '../../domain/ids.ts'
import { feedingOfRecord } from '../feeding.ts'
import type { Flow } from '../flow.ts'
import { readSubjects } from '../reading.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'

/** Zoho's classes ⇄ Moodle's courses: found or made, in the category of their programme, with their teacher, and their ids told to Zoho. */
export const classes: Flow = {
  name: 'classes',
  keepsCopies: true,
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const [{ living, gone, answers }, links] = await Promise.all([
      readSubjects(subjects, context.mappings.classes, 'classes', context),
      context.links.moodleOf(
        'BTEC_Classes',
        subjects.map(({ id }) => zohoId(id)),
      ),
    ])
    for (const [id, answer] of await bringIntoMoodle(living, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    // Who is in a class may change by an edit of the class alone, and nothing that is read here tells.
    return feedingOfRecord(answers, subjects, (id, { remember }) =>
      links.has(zohoId(id)) || remember?.links?.length ? [{ flow: 'enrolment-lists', subject: `BTEC_Classes:${id}` }] : [],
    )
  },
}
