import fc from 'fast-check'

/** What staff do to one of a few students in Zoho. */
export type Deed =
  | { do: 'edit'; field: keyof typeof values; value: number }
  | { do: 'new address' }
  | { do: 'delete' }
  | { do: 'restore' }
  | { do: 'nothing' }

/** What becomes of the webhook of one deed: lost, told at once, told late, told twice. The last one of each student always arrives. */
export type Fate = 'lost' | 'at once' | 'late' | 'twice' | 'at once and late'

export type Step = { who: number; deed: Deed; fate: Fate; door: 0 | 1 }
export type Fault = { system: 'zoho' | 'moodle'; nth: number; how: 'refuse' | 'lose' | '500' | '429' }

export const PEOPLE = 4

/** The values that a field goes through; the first is what a new student has. */
export const values = {
  First_Name: ['Maya', 'Møya', 'مايا', 'M'.repeat(130), 'Maya 🎓'],
  Last_Name: ['Haddad', 'O’Brien & Sons', 'Haddad', 'ha ddad', 'x'.repeat(101)],
  City: ['Amman', null, 'Ankara', 'amman'],
  Country: ['Jordan', 'Turkey', null, 'Atlantis', 'United Kingdom'],
  Status: ['Active', 'Freeze', 'Withdraw', 'Registered', 'Pending', 'Graduated'],
} as const satisfies Record<string, readonly (string | null)[]>

const fields = Object.keys(values) as (keyof typeof values)[]

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('edit' as const), field: fc.constantFrom(...fields), value: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'new address' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'delete' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'restore' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'nothing' as const }) },
)

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(PEOPLE - 1),
  deed,
  fate: fc.constantFrom<Fate[]>('lost', 'at once', 'late', 'twice', 'at once and late'),
  door: fc.constantFrom<(0 | 1)[]>(0, 1),
})

export const histories = fc.record({
  steps: fc.array(step, { minLength: 4, maxLength: 30 }),
  /** In which order the late hints arrive. */
  shuffle: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
})

export const faults: fc.Arbitrary<Fault[]> = fc.array(
  fc.record({
    system: fc.constantFrom<Fault['system'][]>('zoho', 'moodle'),
    nth: fc.integer({ min: 1, max: 20 }),
    how: fc.constantFrom<Fault['how'][]>('refuse', 'lose', '500', '429'),
  }),
  { minLength: 1, maxLength: 5 },
)
