/** Only what differs, with what stood there before. What is not wanted is left alone. */
export function differences<F extends object>(there: F, wanted: Partial<F>): { before: Partial<F>; after: Partial<F> } {
  const fields = (Object.keys(wanted) as (keyof F)[]).filter(
    (field) => wanted[field] !== undefined && wanted[field] !== there[field],
  )
  const only = (from: Partial<F>): Partial<F> => Object.fromEntries(fields.map((field) => [field, from[field]])) as Partial<F>
  return { before: only(there), after: only(wanted) }
}

/** Fields as the audit compares them: a number as its digits. */
export const asSeen = (fields: Readonly<Record<string, string | number | boolean>>): Record<string, string | boolean> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, typeof value === 'number' ? String(value) : value]))
