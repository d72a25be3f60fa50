import { type ZohoId, zohoId } from '../../domain/ids.ts'
import type { Route } from '../../domain/route.ts'
import type { Mappings } from '../../mapping/field-sets.ts'
import type { KnownRecord } from '../../ports/memory.ts'

/** A linking record as Zoho tells it, in our words. */
export type Enrolment = ReturnType<Mappings['enrolments']['read']>

/** A student in a class: what is brought into step, whatever number of linking records says so. */
export type Pair = { student: ZohoId; class: ZohoId }

/** The subject of a pair: `<student's Zoho id>:<class's Zoho id>`. */
export const subjectOf = ({ student, class: of }: Pair): string => `${student}:${of}`

/** @throws TypeError for a text that names no pair */
export function pairIn(subject: string): Pair {
  const [student = '', of = ''] = subject.split(':')
  return { student: zohoId(student), class: zohoId(of) }
}

export const routeTo = (pair: Pair): Route => ({ flow: 'enrolments', subject: subjectOf(pair) })

/** Whose a linking record is now; undefined when one of its sides is empty. */
export const pairOf = ({ student, class: of }: Enrolment): Pair | undefined =>
  student === null || of === null ? undefined : { student, class: of }

/** Whose it was when it was last settled. */
export function pairKnown(known: Pick<KnownRecord, 'owners'> | undefined): Pair | undefined {
  const [student, of] = known?.owners ?? []
  return student === undefined || of === undefined ? undefined : { student, class: of }
}

export const isSame = (one: Pair | undefined, other: Pair | undefined): boolean =>
  one !== undefined && other !== undefined && one.student === other.student && one.class === other.class
