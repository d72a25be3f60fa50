import { zohoId } from '../../domain/ids.ts'
import type { Flow } from '../flow.ts'
import { readSubjects } from '../reading.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'
import { lookAtPhotos } from './photo-looks.ts'
import { studentAsPerson, studentKind } from './student.ts'

/** Zoho's students ⇄ Moodle's accounts: found or made, profile and suspension by Zoho, the Moodle id told to Zoho. */
export const students: Flow = {
  name: 'students',
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
    return answers
  },
}
