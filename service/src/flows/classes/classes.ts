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
    const { living, gone, answers } = await readSubjects(subjects, context.mappings.classes, 'classes', context)
    for (const [id, answer] of await bringIntoMoodle(living, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    return answers
  },
}
