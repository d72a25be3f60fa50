import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { feedingOfRecord } from '../feeding.ts'
import type { Answer, Flow, FlowContext, Subject } from '../flow.ts'
import { readSubjects } from '../reading.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'
import { lookAtPhotos } from './photo-looks.ts'
import { studentAsPerson, studentKind } from './student.ts'

/** Zoho's students ⇄ Moodle's accounts: found or made, profile and suspension by Zoho, the Moodle id told to Zoho. */
export const students: Flow = {
  name: 'students',
  keepsCopies: true,
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const [read, links] = await Promise.all([
      readSubjects(subjects, context.mappings.students, 'students', context),
      context.links.moodleOf(
        'BTEC_Students',
        subjects.map(({ id }) => zohoId(id)),
      ),
    ])
    const { living, gone, answers } = read
    const people = living.map(({ record, ...one }) => ({ ...one, person: studentAsPerson(record, context) }))
    for (const [id, answer] of await bringIntoMoodle(studentKind, people, links, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(studentKind, gone, context)) answers.set(id, answer)
    lookAtPhotos(read, links, answers, context)
    return feedOthers(answers, subjects, links, context)
  },
}

/**
 * Money and the list of classes stand in the same record, and neither is read here: where there is an account, they are looked at next.
 * Where Moodle has no place for money, and while no class has a course (whose own run compares its whole list), there is nothing to look at.
 */
async function feedOthers(
  answers: ReadonlyMap<string, Answer>,
  subjects: readonly Subject[],
  known: ReadonlyMap<ZohoId, unknown>,
  { moodle, links }: FlowContext,
): Promise<Map<string, Answer>> {
  const isLinked = (id: string, { remember }: Answer): boolean => known.has(zohoId(id)) || (remember?.links ?? []).length > 0
  if (![...answers].some(([id, answer]) => isLinked(id, answer))) return new Map(answers)
  const [finance, lists] = await Promise.all([moodle.offers('local_campusbridge_set_finance'), links.hasAny('BTEC_Classes')])
  return feedingOfRecord(answers, subjects, (id, answer) => {
    if (!isLinked(id, answer)) return []
    return [
      ...(finance ? [{ flow: 'finance', subject: id }] : []),
      ...(lists ? [{ flow: 'enrolment-lists', subject: `BTEC_Students:${id}` }] : []),
    ]
  })
}
