import type { Mappings } from '../../mapping/field-sets.ts'
import type { Answer, FlowContext, Subject } from '../flow.ts'
import type { Read } from '../reading.ts'
import type { KnownLinks } from './kind.ts'
import type { LivingStudent } from './student.ts'

/**
 * Lets those students' photos be looked at who have an account and a reason: it is new, a person asked, or something of the record was
 * touched. A photo changes no field that we read, and an attachment not even the time of change, so nothing tells more; and looking costs
 * a call or two, so a bulk sync does without unless the college wants it.
 */
export function lookAtPhotos(
  { living, echoes }: Pick<Read<Mappings['students']['rules']>, 'living' | 'echoes'>,
  links: KnownLinks,
  answers: Map<string, Answer>,
  { settings }: Pick<FlowContext, 'settings'>,
): void {
  if (!settings['photos.enabled']) return
  const mayLook = ({ subject }: LivingStudent): boolean => !isBulk(subject) || settings['photos.in_bulk']
  for (const { subject, record, known } of [...living, ...echoes].filter(mayLook)) {
    const answer = answers.get(subject.id)
    if (answer === undefined || answer.passOn !== undefined) continue
    const hadAccount = links.get(record.id)?.deletedInMoodle === false
    const isNew = !hadAccount && answer.remember?.links?.some(({ deletedInMoodle }) => deletedInMoodle !== true) === true
    const wasTouched = known?.modifiedTime !== record.modifiedTime
    if (isNew || (hadAccount && (subject.askedByPerson || wasTouched)))
      answers.set(subject.id, { ...answer, feeds: [...(answer.feeds ?? []), { flow: 'photos', subject: record.id }] })
  }
  // An echo settles nothing by itself; its time of change does, or each further one would look again.
  for (const { subject, record, known } of echoes.filter(mayLook)) {
    const answer = answers.get(subject.id)
    if (known === undefined || answer?.feeds === undefined) continue
    const { changesLastHour: _changes, inDoubt: _doubt, ...state } = known
    const touched = { ...state, table: 'students' as const, modifiedTime: record.modifiedTime, changed: false }
    answers.set(subject.id, { ...answer, remember: { records: [touched] } })
  }
}

const isBulk = ({ hints }: Subject): boolean => hints.length > 0 && hints.every(({ source }) => source === 'sync')
