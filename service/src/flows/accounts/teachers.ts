import { zohoId } from '../../domain/ids.ts'
import type { Flow } from '../flow.ts'
import { readSubjects } from '../reading.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'
import { teacherAsPerson, teacherKind } from './teacher.ts'

/**
 * Zoho's teachers ⇄ Moodle's accounts, as for students. Who also studies has one account for both records: the student's describes it, and
 * it is open while either wants it open. Their roles in courses are the classes' business.
 */
export const teachers: Flow = {
  name: 'teachers',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const [{ living, gone, answers }, links] = await Promise.all([
      readSubjects(subjects, context.mappings.teachers, 'teachers', context),
      context.links.moodleOf(
        'BTEC_Teachers',
        subjects.map(({ id }) => zohoId(id)),
      ),
    ])
    const people = living.map(({ record, ...one }) => ({ ...one, person: teacherAsPerson(record, context) }))
    for (const [id, answer] of await bringIntoMoodle(teacherKind, people, links, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(teacherKind, gone, context)) answers.set(id, answer)
    return answers
  },
}
