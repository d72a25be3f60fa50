import { checkValue, idOf } from './check-value.ts'
import { type ErrorBody, errorBody } from './errors.ts'
import type { FieldSchema, ModuleSchema } from './schema.ts'
import type { World } from './world.ts'

export type SubformEdit =
  | { kind: 'append'; values: Record<string, unknown> }
  | { kind: 'update'; id: string; values: Record<string, unknown> }
  | { kind: 'delete'; id: string }
export type LinkEdit = { kind: 'add'; other: string; path: string } | { kind: 'remove'; id: string }

/** What a record of a request asks for, in stored form. */
export type CheckedRecord = {
  values: Record<string, unknown>
  /** `clear` first empties the subform: `"Sub": []` (reference/zoho.md §2.10). */
  subforms: { subform: string; clear: boolean; edits: SubformEdit[] }[]
  links: { field: FieldSchema; edits: LinkEdit[] }[]
  errors: ErrorBody[]
}

const SUBFORM_ROWS = 100

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const rejected = (code: string, message: string, field: string, path: string, details: Record<string, unknown> = {}): ErrorBody =>
  errorBody(code, message, { ...details, api_name: field, json_path: path })

const unwritable = (world: World, field: FieldSchema, path: string): ErrorBody[] =>
  field.type === 'autonumber' && world.behaviour.autonumberWrites === 'ignore'
    ? []
    : [rejected('INVALID_DATA', 'the field api name given seems to be invalid', field.apiName, path)]

const checkSubform = (
  world: World,
  field: FieldSchema,
  value: unknown,
  path: string,
  parentId: string | undefined,
  result: CheckedRecord,
) => {
  if (!Array.isArray(value)) {
    result.errors.push(rejected('INVALID_DATA', 'invalid data', field.apiName, path, { expected_data_type: 'jsonarray' }))
    return
  }
  if (value.length > SUBFORM_ROWS) {
    result.errors.push(rejected('LIMIT_EXCEEDED', 'limit exceeded', field.apiName, path, { limit: SUBFORM_ROWS }))
    return
  }
  const table = world.store.table(field.apiName)
  const edits: SubformEdit[] = []
  for (const [index, row] of value.entries()) {
    const rowPath = `${path}[${index}]`
    if (!isObject(row)) {
      result.errors.push(rejected('INVALID_DATA', 'invalid data', field.apiName, rowPath, { expected_data_type: 'jsonobject' }))
      continue
    }
    if ('id' in row) {
      const id = String(row.id)
      if (parentId === undefined || table.get(id)?.values.Parent_Id !== parentId) {
        result.errors.push(rejected('INVALID_DATA', 'the id given seems to be invalid', 'id', `${rowPath}.id`))
        continue
      }
      if ('_delete' in row) {
        edits.push({ kind: 'delete', id })
        continue
      }
      edits.push({ kind: 'update', id, values: checkedRow(world, table.schema, row, rowPath, result) })
    } else {
      edits.push({ kind: 'append', values: checkedRow(world, table.schema, row, rowPath, result) })
    }
  }
  result.subforms.push({ subform: field.apiName, clear: value.length === 0, edits })
}

const checkedRow = (
  world: World,
  schema: ModuleSchema,
  row: Record<string, unknown>,
  path: string,
  result: CheckedRecord,
): Record<string, unknown> => {
  const { Parent_Id: _parent, ...own } = row
  const checked = checkFields(world, schema, own, path, undefined)
  result.errors.push(...checked.errors)
  return checked.values
}

/** `[{"Enrolled_Students": {"id": S}}]` adds, `{"id": <linking id>, "_delete": null}` removes (§2.9). */
const checkLinks = (
  world: World,
  field: FieldSchema,
  value: unknown,
  path: string,
  ownId: string | undefined,
  result: CheckedRecord,
) => {
  const join = field.join
  if (join === undefined || !Array.isArray(value)) {
    result.errors.push(rejected('INVALID_DATA', 'invalid data', field.apiName, path, { expected_data_type: 'jsonarray' }))
    return
  }
  const edits: LinkEdit[] = []
  for (const [index, entry] of value.entries()) {
    const entryPath = `${path}[${index}]`
    const linkingId = isObject(entry) && typeof entry.id === 'string' ? entry.id : undefined
    if (isObject(entry) && '_delete' in entry && linkingId !== undefined) {
      const association = world.store.table(join.module).get(linkingId)
      if (association === undefined || association.values[join.own] !== ownId) {
        result.errors.push(rejected('INVALID_DATA', 'the id given seems to be invalid', 'id', `${entryPath}.id`))
      } else edits.push({ kind: 'remove', id: linkingId })
      continue
    }
    const other = isObject(entry) ? idOf(entry[join.other]) : undefined
    if (other === undefined) {
      // An association that is already there may be sent along by its id alone.
      if (linkingId === undefined)
        result.errors.push(rejected('MANDATORY_NOT_FOUND', 'required field not found', join.other, `${entryPath}.${join.other}`))
      continue
    }
    if (world.store.table(field.lookup ?? '').get(other) === undefined) {
      result.errors.push(rejected('INVALID_DATA', 'the id given seems to be invalid', 'id', `${entryPath}.${join.other}.id`))
    } else if (linkingId === undefined) edits.push({ kind: 'add', other, path: entryPath })
  }
  result.links.push({ field, edits })
}

/** Checks every field of a record, and goes on after the first mistake: v8 reports them all (§2.0). */
export const checkFields = (
  world: World,
  schema: ModuleSchema,
  input: Record<string, unknown>,
  path: string,
  existingId: string | undefined,
): CheckedRecord => {
  const result: CheckedRecord = { values: {}, subforms: [], links: [], errors: [] }
  for (const [name, value] of Object.entries(input)) {
    if (name === 'id' || name.startsWith('$')) continue
    const fieldPath = `${path}.${name}`
    const field = schema.fields.get(name)
    if (field === undefined) {
      if (world.behaviour.unknownFields === 'reject') {
        result.errors.push(rejected('INVALID_DATA', 'the field api name given seems to be invalid', name, fieldPath))
      }
    } else if (field.type === 'subform') checkSubform(world, field, value, fieldPath, existingId, result)
    else if (field.type === 'multiselectlookup') checkLinks(world, field, value, fieldPath, existingId, result)
    else if (!field.writable) result.errors.push(...unwritable(world, field, fieldPath))
    else {
      const checked = checkValue(world, field, value, fieldPath)
      if ('error' in checked) result.errors.push(checked.error)
      else result.values[name] = checked.stored
    }
  }
  return result
}

/** Mandatory fields that are missing on insert, or emptied on update. */
export const missingMandatory = (
  schema: ModuleSchema,
  values: Record<string, unknown>,
  path: string,
  inserting: boolean,
): ErrorBody[] =>
  [...schema.fields.values()]
    .filter((field) => field.required && (inserting || field.apiName in values) && (values[field.apiName] ?? null) === null)
    .map((field) => rejected('MANDATORY_NOT_FOUND', 'required field not found', field.apiName, `${path}.${field.apiName}`))
