import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { needsAttention, skipped } from '../../domain/verdicts.ts'
import { stateHashOf } from '../../mapping/mapping.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Absence, ZohoRecord } from '../../ports/zoho.ts'
import type { Answer, Flow, FlowContext, Subject } from '../flow.ts'
import { bringIntoMoodle } from './bring-into-moodle.ts'
import { letGo } from './gone.ts'
import type { Living } from './plan.ts'
import type { Student } from './student.ts'

/** Zoho's students ⇄ Moodle's accounts: found or made, profile and suspension by Zoho, the Moodle id told to Zoho. */
export const students: Flow = {
  name: 'students',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const ids = subjects.map(({ id }) => zohoId(id))
    const mapping = context.mappings.students
    // What we remember is looked up while Zoho thinks.
    const [records, known, links] = await Promise.all([
      context.zoho.records(mapping.question, ids),
      context.records.lastKnown('students', ids),
      context.links.moodleOf('BTEC_Students', ids),
    ])
    const missing = subjects.filter(({ id }) => !records.has(zohoId(id)))
    const absences =
      missing.length === 0
        ? new Map<ZohoId, Absence>()
        : await context.zoho.absences(
            'BTEC_Students',
            missing.map(({ id }) => zohoId(id)),
          )
    const gone = missing.filter(({ id }) => absences.has(zohoId(id)))
    const backAgain = missing.filter(({ id }) => !absences.has(zohoId(id)))
    const reread =
      backAgain.length === 0
        ? new Map<ZohoId, ZohoRecord>()
        : await context.zoho.records(
            mapping.question,
            backAgain.map(({ id }) => zohoId(id)),
          )

    const answers = new Map<string, Answer>()
    const living: Living[] = []
    for (const subject of subjects) {
      const record = records.get(zohoId(subject.id)) ?? reread.get(zohoId(subject.id))
      if (record === undefined) continue
      const student = mapping.read(record)
      const early = stopEarly(subject, student, known.get(student.id), context)
      if (early === undefined) living.push({ student, subject })
      else answers.set(subject.id, early)
    }
    for (const [id, answer] of await bringIntoMoodle(living, links, context)) answers.set(id, answer)
    for (const [id, answer] of await letGo(gone, absences, known, context)) answers.set(id, answer)
    return answers
  },
}

/** An echo needs nothing, and a subject that keeps changing sides is stopped before it changes again. */
function stopEarly(subject: Subject, student: Student, known: KnownRecord | undefined, context: FlowContext): Answer | undefined {
  if (
    subject.mayBeEcho &&
    known?.gone === false &&
    !known.inDoubt &&
    known.stateHash === stateHashOf(context.mappings.students, student)
  ) {
    return { verdict: skipped('student.echo', {}) }
  }
  const limit = context.settings['loop.changes_per_hour']
  if (known !== undefined && known.changesLastHour >= limit && !subject.askedByPerson) {
    return { verdict: needsAttention('loop.stopped', { changes: known.changesLastHour, hours: 1 }) }
  }
  return undefined
}
