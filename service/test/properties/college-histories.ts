import fc from 'fast-check'
import { type Fault, faults } from './histories.ts'

/** The modules of a college, in the order in which staff would enter them, and how many records of each it begins with. */
export const sizes = {
  Products: 2,
  BTEC_Teachers: 2,
  BTEC_Students: 4,
  BTEC: 2,
  BTEC_Classes: 3,
  BTEC_Registrations: 3,
  BTEC_Payments: 3,
} as const
export type Module = keyof typeof sizes
export const modules = Object.keys(sizes) as Module[]

/** A value that names the nth record of another module. */
export type Reference = { of: Module; nr: number }
export type Value = string | number | null | Reference

const to = (of: Module): Reference[] => Array.from({ length: sizes[of] }, (_, nr) => ({ of, nr }))

/**
 * The values that the fields of each module go through, the usual ones and such as only a person can mend: a status nobody has told us the
 * meaning of, a text for an amount, no name.
 */
export const values: Record<Module, Record<string, readonly Value[]>> = {
  Products: { Product_Name: ['Computing', 'Business', 'Computing (2026)', ''] },
  BTEC_Teachers: { Name: ['Omar Nasser', 'Layla Odeh', 'Zoë Šćepanović', ''] },
  BTEC_Students: {
    First_Name: ['Maya', 'Møya', 'مايا'],
    Last_Name: ['Haddad', 'O’Brien & Sons', null],
    Status: ['Active', 'Freeze', 'Registered', 'Pending', 'On the moon'],
    Currency: ['USD', 'JOD', null],
    Total_Amount: [4200, 3000.5, null, 'four thousand'],
    Discount_Amount: [null, 200, 0.07],
    st_Payment: [null, 400, 333.33],
    st_Payment_Date: [null, '2026-09-14'],
  },
  BTEC: {
    Name: ['Programming', 'Networks'],
    P1_description: ['Explain what a program is.', 'Say what a program does.'],
    P2_description: ['Write one.', null],
    M1_description: ['Compare two.', null],
    D1_description: ['Judge which is better.', 'Judge, with reasons,\nwhich is better.'],
    // Of its subform's one row.
    P11_description: [null, 'Test it.', 'Test it twice.'],
  },
  BTEC_Classes: {
    Class_Name: ['Networking', 'Networking evening', ''],
    Class_Short_Name: ['NET', 'NET-2', null],
    Class_Status: ['Active', 'End', 'Completed', 'Pending', 'On the moon'],
    Start_Date: ['2026-09-14', '2026-10-01'],
    End_Date: ['2027-01-29', null, '2026-01-01'],
    BTEC_Program: to('Products'),
    Teacher: [...to('BTEC_Teachers'), null],
    Unit: [...to('BTEC'), null],
  },
  BTEC_Registrations: {
    Registration_Status: ['Active', 'New', 'Freeze', 'Graduated', 'On the moon'],
    Program: to('Products'),
    Student_ID: to('BTEC_Students'),
    Currency: ['USD', null],
    // Of its schedule's first instalment.
    Installment_Amount: [700, 650.5],
  },
  BTEC_Payments: {
    Payment_Amount: [700.03, 12, 'seven hundred', null],
    Payment_Type: ['Study Fees', 'Other'],
    Currency: ['USD', 'JOD'],
    Student_ID: to('BTEC_Students'),
  },
}

/** What staff do. Who is put into a class is written into the multi-select of either parent, or as a linking record. */
export type Deed =
  | { do: 'edit'; module: Module; nr: number; field: number; value: number }
  | { do: 'delete' | 'restore' | 'nothing'; module: Module; nr: number }
  | { do: 'put in' | 'take out'; by: 'student' | 'class' | 'record'; student: number; class: number }
  | { do: 'describe'; student: number; class: number; type: string | null; end: string | null }
  /** Not staff: a process ends, or is killed, and another begins, or everybody who is at work is thought to be dead. */
  | { do: 'restart' | 'crash' | 'lost leases' | 'rest' }

export type Fate = 'lost' | 'at once' | 'late' | 'twice' | 'at once and late'
export type Step = { deed: Deed; fate: Fate; door: 0 | 1 }
export type History = {
  steps: readonly Step[]
  weather: readonly Fault[]
  /** In which order late hints arrive. */
  shuffle: readonly number[]
  /** What brings in the end what no hint has told: the last word on every record that was touched, or a bulk sync of everything. */
  heal: 'hints' | 'sync'
}

const student = fc.nat(sizes.BTEC_Students - 1)
const of = fc.nat(sizes.BTEC_Classes - 1)
const by = fc.constantFrom<('student' | 'class' | 'record')[]>('student', 'class', 'record')
const aRecord = fc
  .constantFrom(...modules)
  .chain((module) => fc.record({ module: fc.constant(module), nr: fc.nat(sizes[module] - 1) }))

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 16,
    arbitrary: fc
      .tuple(aRecord, fc.nat(20), fc.nat(20))
      .map(([at, field, value]) => ({ do: 'edit' as const, ...at, field, value })),
  },
  { weight: 2, arbitrary: aRecord.map((at) => ({ do: 'delete' as const, ...at })) },
  { weight: 3, arbitrary: aRecord.map((at) => ({ do: 'restore' as const, ...at })) },
  { weight: 1, arbitrary: aRecord.map((at) => ({ do: 'nothing' as const, ...at })) },
  { weight: 7, arbitrary: fc.record({ do: fc.constant('put in' as const), by, student, class: of }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('take out' as const), by, student, class: of }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('describe' as const),
      student,
      class: of,
      type: fc.constantFrom('Normal', 'Recording', null, 'On the moon'),
      end: fc.constantFrom('2099-06-30', null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Deed['do'][]>('restart', 'crash', 'lost leases', 'rest').map((what) => ({ do: what }) as Deed),
  },
)

const step: fc.Arbitrary<Step> = fc.record({
  deed,
  fate: fc.constantFrom<Fate[]>('lost', 'at once', 'late', 'twice', 'at once and late'),
  door: fc.constantFrom<(0 | 1)[]>(0, 1),
})

export const histories = (size: { minLength: number; maxLength: number }): fc.Arbitrary<History> =>
  fc.record({
    steps: fc.array(step, size),
    weather: fc.oneof(fc.constant([]), faults),
    shuffle: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
    heal: fc.constantFrom<('hints' | 'sync')[]>('hints', 'sync'),
  })
