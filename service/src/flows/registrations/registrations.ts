import { zohoId } from '../../domain/ids.ts'
import type { Answer, Flow, FlowContext } from '../flow.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'
import { type GoneRegistration, readRegistrations } from './read-registrations.ts'
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
      ...(await payersOf(gone, context)),
    ])
    const hasMoney = students.size > 0 && (await context.moodle.offers('local_campusbridge_set_finance'))
    for (const [id, answer] of await bringIntoMoodle(living, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    // Of bulk reads too: the one of finance looks at no schedule.
    return new Map(
      [...answers].map(([id, answer]): [string, Answer] => {
        const student = students.get(id)
        if (!hasMoney || !student || answer.passOn !== undefined) return [id, answer]
        return [id, { ...answer, feeds: [...(answer.feeds ?? []), { flow: 'finance', subject: student }] }]
      }),
    )
  },
}

/** Whose money was worked out with the schedules of these registrations, as the finance flow remembers it. */
async function payersOf(gone: readonly GoneRegistration[], { records }: FlowContext) {
  const ids = gone.map(({ subject }) => zohoId(subject.id))
  const finances = ids.length === 0 ? [] : await records.ownedBy('finance', ids)
  return ids.flatMap((id) => {
    const payer = finances.find(({ owners }) => owners.includes(id))
    return payer === undefined ? [] : [[id, payer.key] as const]
  })
}
