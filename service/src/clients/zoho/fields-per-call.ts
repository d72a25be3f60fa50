/** A list or a query names at most 50 fields, `id` among them, in 1,024 characters (reference/zoho.md §2.3, §2.8). */
const FIELDS_PER_CALL = 49
const CHARACTERS = 1000

/** The fields of a question, in as few calls as Zoho's limits allow; one list for a question without fields. */
export function fieldsPerCall(fields: readonly string[]): string[][] {
  const lists: string[][] = [[]]
  let characters = 0
  for (const field of fields) {
    const last = lists.at(-1) ?? []
    if (last.length === FIELDS_PER_CALL || characters + field.length + 1 > CHARACTERS) {
      lists.push([field])
      characters = field.length
    } else {
      last.push(field)
      characters += field.length + 1
    }
  }
  return lists
}
