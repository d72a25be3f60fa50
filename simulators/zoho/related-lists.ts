import type { FieldSchema, ModuleSchema, Schema } from './schema.ts'

/** One lookup seen from the record it points to. */
export type RelatedList = { apiName: string; module: ModuleSchema; field: FieldSchema }

/**
 * The names the college's export gives the two lookups of the linking module (reference/zoho.md §0). Which of them belongs to which
 * side the export does not say: the students' list on the class, the classes' list on the student, is inference.
 */
const exported: Record<string, string> = {
  'BTEC_Enrollments.Classes': 'BTEC_Students2',
  'BTEC_Enrollments.Enrolled_Students': 'BTEC_Classes_22',
}

export const relatedListName = (module: ModuleSchema, field: FieldSchema): string =>
  exported[`${module.apiName}.${field.apiName}`] ?? `${module.apiName}_${field.apiName}`

/** One list for each lookup that points to this module, the two halves of an association among them. */
export const relatedListsOf = (schema: Schema, target: ModuleSchema): RelatedList[] =>
  [...schema.values()].flatMap((module) =>
    [...module.fields.values()]
      .filter((field) => field.type === 'lookup' && field.lookup === target.apiName)
      .map((field) => ({ apiName: relatedListName(module, field), module, field })),
  )
