import { feeding } from '../feeding.ts'
import type { Flow } from '../flow.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'
import { payersOf } from './payers.ts'
import { readRegistrations } from './read-registrations.ts'

/** Zoho's registrations → the cohort of the programme, and what the student sees of them. Moodle never decides anything here. */
export const registrations: Flow = {
  name: 'registrations',
  keepsCopies: true,
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const { living, gone, answers } = await readRegistrations(subjects, context)
    const payers = await payersOf({ living, gone }, context)
    for (const [id, answer] of await bringIntoMoodle(living, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    return feeding(answers, (id) => (payers.get(id) ?? []).map((student) => ({ flow: 'finance', subject: student })))
  },
}
