import { zohoId } from '../../domain/ids.ts'
import type { Flow } from '../flow.ts'
import { readSubjects } from '../reading.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'

/** Zoho's students ⇄ Moodle's accounts: found or made, profile and suspension by Zoho, the Moodle id told to Zoho. */
export const students: Flow = {
  name: 'students',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const [{ living, gone, answers }, links] = await Promise.all([
      readSubjects(subjects, context.mappings.students, 'students', context),
      context.links.moodleOf(
        'BTEC_Students',
        subjects.map(({ id }) => zohoId(id)),
      ),
    ])
    for (const [id, answer] of await bringIntoMoodle(living, links, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    return answers
  },
}
