import { feedingMore } from '../feeding.ts'
import type { Flow } from '../flow.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'
import { readRegistrations } from './read-registrations.ts'
import { hasSameSchedule } from './state.ts'

/** Zoho's registrations → the cohort of the programme, and what the student sees of them. Moodle never decides anything here. */
export const registrations: Flow = {
  name: 'registrations',
  keepsCopies: true,
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const { living, gone, answers } = await readRegistrations(subjects, context)
    // The schedule is a part of the student's money: what is due is worked out there.
    const students = new Map([
      ...living.filter((one) => !hasSameSchedule(one, context)).map((one) => [one.subject.id, one.record.student] as const),
      ...gone.filter(({ rowsBefore }) => rowsBefore.length > 0).map((one) => [one.subject.id, one.known?.owners[0]] as const),
    ])
    const hasMoney = students.size > 0 && (await context.moodle.offers('local_campusbridge_set_finance'))
    for (const [id, answer] of await bringIntoMoodle(living, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    return feedingMore(answers, subjects, (id) => {
      const student = students.get(id)
      return hasMoney && student ? [{ flow: 'finance', subject: student }] : []
    })
  },
}
