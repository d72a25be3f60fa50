import { invalidParameter, tooMuch } from './errors.ts'
import type { FieldSchema, ModuleSchema } from './schema.ts'

export const FIELDS_PER_CALL = 50
const PARAMETER_CHARACTERS = 1024

export const readList = (name: string, parameter: string): string[] => {
  if (parameter.length > PARAMETER_CHARACTERS) throw invalidParameter(name, { maximum_length: PARAMETER_CHARACTERS })
  return parameter
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** At most 50 names in at most 1,024 characters (reference/zoho.md §2.3); names Zoho does not know are passed over. */
export const readFields = (module: ModuleSchema, parameter: string): FieldSchema[] => {
  const names = readList('fields', parameter)
  if (names.length > FIELDS_PER_CALL) throw tooMuch(FIELDS_PER_CALL, { param_name: 'fields' })
  return names.flatMap((name) => module.fields.get(name) ?? [])
}
