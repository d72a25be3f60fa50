import type { Flow } from '../flow.ts'
import { readSubjects } from '../reading.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'

/** Zoho's programmes ⇄ Moodle's course categories: found or made, named by Zoho, their ids told to Zoho. */
export const programs: Flow = {
  name: 'programs',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const { living, gone, answers } = await readSubjects(subjects, context.mappings.programs, 'programs', context)
    for (const [id, answer] of await bringIntoMoodle(living, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    return answers
  },
}
