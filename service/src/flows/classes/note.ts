import type { Class } from './class.ts'
import type { Enrolled } from './enrol-teachers.ts'
import type { People } from './teaching.ts'

/** What staff should know of a class although nothing went wrong. */
export function noteOn(
  { teacher, startDate, endDate }: Class,
  { hasTeacher, enrolled, strangers }: { hasTeacher: boolean; enrolled: Enrolled | undefined } & Pick<People, 'strangers'>,
): string {
  return [
    teacher !== null && !hasTeacher
      ? 'The teacher has no account in Moodle yet, so the course is without its teacher; when there is one, the teacher is enrolled by itself.'
      : '',
    enrolled?.leftSuspended === true
      ? 'Somebody suspended the teacher in the course in Moodle; we only lift suspensions that we set ourselves.'
      : '',
    strangers.length === 0 ? '' : `The setting classes.staff names who has no account in Moodle: ${strangers.join(', ')}.`,
    startDate === null && endDate !== null
      ? 'The class has no Start Date, and Moodle takes no end without a start, so the End Date was left out.'
      : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
