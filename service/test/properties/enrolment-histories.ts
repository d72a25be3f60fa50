import fc from 'fast-check'

/** Few pairs, so that the same ones come and go. */
export const STUDENTS = 2
export const CLASSES = 2

/** What staff do about who is in which class. */
export type EnrolmentDeed =
  /** Through the multi-select of either parent, which makes and ends linking records alike. */
  | { do: 'put in'; by: 'class' | 'student' | 'record'; student: number; class: number }
  | { do: 'take out'; by: 'class' | 'student' | 'record'; student: number; class: number }
  | { do: 'days'; student: number; class: number; days: number }
  | { do: 'move'; student: number; class: number; to: number }
  | { do: 'nothing'; student: number; class: number }
  /** Long enough for all that was told to be done. */
  | { do: 'rest'; student: number; class: number }

/**
 * Whom Zoho tells of it: the record that was edited, the other side as well, or nobody. A history ends with a hint about each parent that
 * was touched.
 */
export type Telling = { lost: boolean; copies: 1 | 2; late: boolean; alsoRecord: boolean; alsoOther: boolean }

export type EnrolmentStep = { deed: EnrolmentDeed; telling: Telling }

/** The days that an enrolment goes through; none of them keeps anybody out for the time being. */
export const days = [
  { Start_Date: null, End_Date: null },
  { Start_Date: '2020-09-01', End_Date: null },
  { Start_Date: '2020-09-01', End_Date: '2099-06-30' },
] as const

const student = fc.nat(STUDENTS - 1)
const of = fc.nat(CLASSES - 1)
const by = fc.constantFrom<('class' | 'student' | 'record')[]>('class', 'student', 'record')

const deed: fc.Arbitrary<EnrolmentDeed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('put in' as const), by, student, class: of }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take out' as const), by, student, class: of }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('days' as const), student, class: of, days: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), student, class: of, to: of }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('nothing' as const), student, class: of }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('rest' as const), student, class: of }) },
)

const telling: fc.Arbitrary<Telling> = fc.record({
  lost: fc.boolean(),
  copies: fc.constantFrom<(1 | 2)[]>(1, 2),
  late: fc.nat(3).map((nr) => nr === 0),
  alsoRecord: fc.nat(3).map((nr) => nr === 0),
  alsoOther: fc.nat(3).map((nr) => nr === 0),
})

export const enrolmentHistories = fc.record({
  steps: fc.array(fc.record({ deed, telling }), { minLength: 8, maxLength: 40 }),
  shuffle: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
})
export type EnrolmentHistory = { steps: readonly EnrolmentStep[]; shuffle: readonly number[] }
