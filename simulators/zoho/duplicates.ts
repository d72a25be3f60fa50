import { type ErrorBody, errorBody } from './errors.ts'
import { personOf } from './people.ts'
import { storedValue } from './render.ts'
import type { ModuleSchema } from './schema.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'

export const duplicateData = (
  schema: ModuleSchema,
  field: string,
  path: string,
  existing: Row,
  moreRecords = false,
): ErrorBody => {
  const { id, name, zuid } = personOf(String(storedValue(existing, 'Owner')))
  return errorBody('DUPLICATE_DATA', 'duplicate data', {
    api_name: field,
    json_path: `${path}.${field}`,
    id: existing.id,
    duplicate_record: { id: existing.id, Owner: { name, id, zuid }, module: { api_name: schema.apiName, id: schema.id } },
    more_records: moreRecords,
  })
}

/** Values of unique fields that already stand on another record. */
export const duplicatesOf = (
  world: World,
  schema: ModuleSchema,
  values: Record<string, unknown>,
  path: string,
  exceptId?: string,
): ErrorBody[] => {
  const table = world.store.table(schema.apiName)
  return [...schema.fields.values()].flatMap((field) => {
    const value = values[field.apiName] ?? null
    if (!field.unique || value === null) return []
    const others = table.having(field.apiName, value).filter((row) => row.id !== exceptId)
    const [first] = others
    return first === undefined ? [] : [duplicateData(schema, field.apiName, path, first, others.length > 1)]
  })
}

/** A pair of a linking module that exists already: the natural key of an association (reference/zoho.md §2.9). */
export const duplicateAssociation = (
  world: World,
  schema: ModuleSchema,
  values: Record<string, unknown>,
  exceptId?: string,
): ErrorBody | undefined => {
  if (schema.generatedType !== 'linking') return undefined
  const [first, second] = [...schema.fields.values()]
    .filter((field) => field.type === 'lookup' && field.required)
    .map((field) => field.apiName)
  if (first === undefined || second === undefined) return undefined
  const twin = world.store
    .table(schema.apiName)
    .having(first, values[first])
    .find((row) => row.values[second] === values[second] && row.id !== exceptId)
  if (twin === undefined) return undefined
  return errorBody('DUPLICATE_LINKING_DATA', 'duplicate association', { linking_fields: [first, second], id: twin.id })
}
