import { isDate, readDateTime } from './date-times.ts'
import { type ErrorBody, errorBody } from './errors.ts'
import type { FieldSchema } from './schema.ts'
import type { World } from './world.ts'

/** Either what is to be stored, or why Zoho will not have it. */
export type Checked = { stored: unknown } | { error: ErrorBody }

const EMAIL = /^[^\s@,;:<>()[\]\\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$/

const invalid = (field: FieldSchema, path: string, why: Record<string, unknown>, message = 'invalid data'): Checked => ({
  error: errorBody('INVALID_DATA', message, { ...why, api_name: field.apiName, json_path: path }),
})
const wrongType = (field: FieldSchema, path: string, expected: string): Checked =>
  invalid(field, path, { expected_data_type: expected })

const checkText = (field: FieldSchema, value: unknown, path: string): Checked => {
  if (typeof value !== 'string') return wrongType(field, path, field.type)
  if (field.length !== null && [...value].length > field.length) return invalid(field, path, { maximum_length: field.length })
  if (field.type === 'email' && !EMAIL.test(value)) return wrongType(field, path, 'email')
  return { stored: value }
}

const checkNumber = (field: FieldSchema, value: unknown, path: string): Checked => {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return wrongType(field, path, field.type === 'integer' ? 'integer' : 'double')
  if (field.type === 'integer' && !Number.isInteger(value)) return wrongType(field, path, 'integer')
  const digits = String(Math.trunc(Math.abs(value))).length
  if (field.length !== null && digits > field.length) return invalid(field, path, { maximum_length: field.length })
  return { stored: value }
}

/** Display and actual values are both accepted; the display value is what will be read back (reference/zoho.md §2.1). */
const checkPicklist = (world: World, field: FieldSchema, value: unknown, path: string): Checked => {
  if (typeof value !== 'string') return wrongType(field, path, 'text')
  if (value === '-None-') return { stored: null }
  const known = field.picklist?.find((each) => each.display === value) ?? field.picklist?.find((each) => each.actual === value)
  if (known !== undefined) return { stored: known.display }
  if (world.behaviour.restrictPicklists) {
    return invalid(field, path, { supported_values: field.picklist?.map((each) => each.display) ?? [] })
  }
  return [...value].length > 120 ? invalid(field, path, { maximum_length: 120 }) : { stored: value }
}

/** `{"id": "…"}`, or the bare id as the predecessor sent it (§2.1). */
export const idOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined
  return typeof value.id === 'string' ? value.id : undefined
}

const checkLookup = (world: World, field: FieldSchema, value: unknown, path: string): Checked => {
  const id = idOf(value)
  if (id === undefined) return wrongType(field, path, 'jsonobject')
  if (field.type === 'ownerlookup') return { stored: id }
  if (world.store.table(field.lookup ?? '').get(id) !== undefined) return { stored: id }
  return { error: errorBody('INVALID_DATA', 'the id given seems to be invalid', { api_name: 'id', json_path: `${path}.id` }) }
}

/** Checks one plain value as Zoho's API does; `null` and the empty string clear a field. */
export const checkValue = (world: World, field: FieldSchema, value: unknown, path: string): Checked => {
  if (value === null || value === '') return { stored: null }
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'website':
      return checkText(field, value, path)
    case 'integer':
    case 'double':
    case 'currency':
      return checkNumber(field, value, path)
    case 'boolean':
      return typeof value === 'boolean' ? { stored: value } : wrongType(field, path, 'boolean')
    case 'date':
      return isDate(value) ? { stored: value } : wrongType(field, path, 'date')
    case 'datetime': {
      const instant = readDateTime(value)
      return instant === undefined ? wrongType(field, path, 'datetime') : { stored: instant }
    }
    case 'picklist':
      return checkPicklist(world, field, value, path)
    case 'lookup':
    case 'ownerlookup':
      return checkLookup(world, field, value, path)
    default:
      return invalid(field, path, {}, 'the field api name given seems to be invalid')
  }
}
