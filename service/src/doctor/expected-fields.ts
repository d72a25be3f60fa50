/** What a flow needs of a Zoho field. */
export type ExpectedField = {
  /** Zoho's data types that will do. */
  types: readonly string[]
  /** The least length, in characters, for what we write into it. */
  minLength?: number
  /** We write it, so the API must be allowed to. */
  written?: boolean
  /** Without it the flow can do nothing; otherwise it only leaves something empty. */
  needed: boolean
}

const texts = ['text', 'textarea', 'picklist', 'email', 'phone', 'website'] as const

/** Per module, as the college's own field list has them (reference/zoho.md Appendix A), and what else would do. */
export const expectedFields: Readonly<Record<string, Readonly<Record<string, ExpectedField>>>> = {
  BTEC_Students: {
    First_Name: { types: texts, needed: true },
    Last_Name: { types: texts, needed: true },
    Academic_Email: { types: ['email', 'text'], needed: true },
    Status: { types: ['picklist', 'text'], needed: true },
    // A reading that names a field which is not there is refused as a whole or comes back without it, so these are needed too.
    City: { types: texts, needed: true },
    Country: { types: texts, needed: true },
    Student_Moodle_ID: { types: ['text', 'integer', 'bigint'], minLength: 10, written: true, needed: true },
    Modified_Time: { types: ['datetime'], needed: true },
  },
}
