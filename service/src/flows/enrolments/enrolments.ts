import type { Flow } from '../flow.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'
import { readPairs } from './read-pairs.ts'

/** A student in a class, by all linking records that Zoho has of the pair ⇄ the manual enrolment of the account in the course. */
export const enrolments: Flow = {
  name: 'enrolments',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const { pairs, answers } = await readPairs(subjects, context)
    const living = pairs.filter((pair) => pair.living.length > 0)
    const gone = pairs.filter((pair) => pair.living.length === 0)
    for (const [id, answer] of await bringIntoMoodle(living, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    return answers
  },
}
