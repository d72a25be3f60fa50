import { z } from 'zod'

/** What the REST API asks and answers about field mappings, and what the command line prints with `--json`. */

const instant = z.iso.datetime({ offset: true })
const values = z
  .record(z.string().min(1).max(255), z.string().max(255))
  .meta({ description: 'A value of Zoho’s picklist → what it means to us', example: { Enrolled: 'Active' } })

const mappedField = z.object({
  field: z.string().meta({ description: 'Our name of it', example: 'city' }),
  from: z.string().meta({ description: 'Zoho’s API name', example: 'City' }),
  as: z.string().meta({ description: 'How it is read, such as text, day, amount, lookup' }),
  owner: z
    .enum(['zoho', 'moodle', 'first-writer'])
    .meta({ description: 'Whose value counts; what is not Zoho’s we write there' }),
  required: z.boolean(),
  values: values.nullable(),
  is_standard: z.boolean(),
  standard_from: z.string(),
})

export const fieldMapping = z
  .object({
    set: z.string().meta({ example: 'students' }),
    module: z.string().meta({ example: 'BTEC_Students' }),
    version: z.int().meta({ description: '0 is the standard' }),
    fields: z.array(mappedField),
  })
  .meta({ id: 'FieldMapping', description: 'Where each field that a flow reads comes from' })

export const fieldMappingList = z.object({ field_mappings: z.array(fieldMapping) }).meta({ id: 'FieldMappings' })

const change = z
  .strictObject({
    from: z.string().min(1).max(100).optional(),
    values: values.optional(),
  })
  .nullable()
  .meta({ description: 'Replaces what was changed of the field before; null goes back to the standard' })

const changes = z.record(z.string().min(1).max(100), change).meta({ example: { city: { from: 'Mailing_City' } } })
const note = z.string().max(1000).optional().meta({ description: 'Why, for whoever reads the history' })
const basedOn = z
  .int()
  .min(0)
  .optional()
  .meta({ description: 'The version you looked at: refused when another is in force by now' })

export const fieldMappingRequest = z.strictObject({ changes, note, based_on: basedOn }).meta({ id: 'FieldMappingRequest' })
export const fieldMappingPost = z
  .strictObject({ set: z.string().min(1).max(100), changes, note, based_on: basedOn })
  .meta({ id: 'FieldMappingPost' })

export const fieldMappingPreviewRequest = z
  .strictObject({ record_id: z.string().min(1).max(30), changes: changes.optional() })
  .meta({ id: 'FieldMappingPreviewRequest' })

const previewed = z.object({
  from: z.string(),
  raw: z.unknown().meta({ description: 'As Zoho has it' }),
  value: z.unknown().meta({ description: 'What we make of it' }),
  is_misfit: z.boolean().meta({ description: 'It could not be read in this way, and is left empty' }),
})

export const fieldMappingPreview = z
  .object({
    set: z.string(),
    module: z.string(),
    record_id: z.string(),
    fields: z.array(
      z.object({ field: z.string(), required: z.boolean(), before: previewed, after: previewed, differs: z.boolean() }),
    ),
  })
  .meta({ id: 'FieldMappingPreview', description: 'One real record, as it is read now and as it would be' })

export const rollbackRequest = z
  .strictObject({ version: z.int().min(0).meta({ description: '0 is the standard' }), note })
  .meta({ id: 'RollbackRequest' })

export const fieldMappingHistory = z
  .object({
    set: z.string(),
    versions: z.array(
      z.object({
        version: z.int(),
        overrides: z.record(z.string(), z.object({ from: z.string().optional(), values: values.optional() })),
        note: z.string(),
        rolled_back_to: z.int().nullable(),
        created_by: z.string(),
        created_at: instant,
      }),
    ),
  })
  .meta({ id: 'FieldMappingHistory', description: 'Newest first; the standard, version 0, is not among them' })

export type FieldMapping = z.output<typeof fieldMapping>
export type FieldMappingPreview = z.output<typeof fieldMappingPreview>
export type FieldMappingHistory = z.output<typeof fieldMappingHistory>
