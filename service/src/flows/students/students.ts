import { type ZohoId, zohoId } from '../../domain/ids.ts'
import type { Answer, Flow } from '../flow.ts'
import { readSubjects } from '../reading.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import type { KnownLinks } from './find-twins.ts'
import { letGo } from './gone.ts'

/** Zoho's students ⇄ Moodle's accounts: found or made, profile and suspension by Zoho, the Moodle id told to Zoho. */
export const students: Flow = {
  name: 'students',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const [hasFinance, { living, gone, answers }, links] = await Promise.all([
      context.moodle.offers(FINANCE_OF_PLUGIN),
      readSubjects(subjects, context.mappings.students, 'students', context),
      context.links.moodleOf(
        'BTEC_Students',
        subjects.map(({ id }) => zohoId(id)),
      ),
    ])
    for (const [id, answer] of await bringIntoMoodle(living, links, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, context)) answers.set(id, answer)
    return hasFinance ? new Map([...answers].map(([id, answer]) => [id, feedingFinance(zohoId(id), answer, links)])) : answers
  },
}

/** Where Moodle has no place for money, a student's hint is nobody else's business. */
const FINANCE_OF_PLUGIN = 'local_campusbridge_set_finance'

/**
 * The fields of a student's money stand in the same record, and none of them is read here: whatever this run found, the hint is the finance
 * flow's business too, and only now, when the account that the money is shown to is linked. Without an account there is nothing to wait for.
 */
function feedingFinance(id: ZohoId, answer: Answer, links: KnownLinks): Answer {
  if (answer.passOn !== undefined) return answer
  const isDone = !(answer.verdict instanceof Error) && answer.verdict.status === 'completed'
  if (!isDone && !links.has(id)) return answer
  return { ...answer, feeds: [...(answer.feeds ?? []), { flow: 'finance', subject: id }] }
}
