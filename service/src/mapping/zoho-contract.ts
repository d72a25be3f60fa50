import { readFileSync } from 'node:fs'
import type { FieldFacts } from './check-mapping.ts'

type ContractField = {
  type: string
  readOnly?: boolean
  picklist?: (string | { display: string; actual: string })[]
}

const contract = JSON.parse(readFileSync(new URL('../../../contract/zoho-fields.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, ContractField>
>

/** The fields of a module as the college's own list has them (contract/zoho-fields.json); none for a module that is not in it. */
export const fieldsInContract = (module: string): FieldFacts[] =>
  Object.entries(contract[module] ?? {}).map(([apiName, { type, readOnly, picklist }]) => ({
    apiName,
    type,
    writable: readOnly !== true,
    picklist: (picklist ?? []).map((value) => (typeof value === 'string' ? { display: value, actual: value } : value)),
  }))
