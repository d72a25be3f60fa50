import countries from './countries.json' with { type: 'json' }
import fieldFacts from './fields.json' with { type: 'json' }

export type FieldType =
  | 'autonumber'
  | 'bigint'
  | 'boolean'
  | 'currency'
  | 'date'
  | 'datetime'
  | 'double'
  | 'email'
  | 'fileupload'
  | 'formula'
  | 'integer'
  | 'lookup'
  | 'multiselectlookup'
  | 'ownerlookup'
  | 'phone'
  | 'picklist'
  | 'profileimage'
  | 'subform'
  | 'text'
  | 'textarea'
  | 'website'

export type PicklistValue = { display: string; actual: string }

/** The join behind a multi-select lookup: which module, which of its lookups is this side, which the other. */
export type Join = { module: string; own: string; other: string }

export type FieldSchema = {
  apiName: string
  id: string
  type: FieldType
  length: number | null
  required: boolean
  writable: boolean
  unique: boolean
  lookup?: string
  picklist?: PicklistValue[]
  join?: Join
}

export type ModuleSchema = {
  apiName: string
  id: string
  generatedType: 'custom' | 'default' | 'linking' | 'subform'
  fields: Map<string, FieldSchema>
  /** Created_Time and Modified_Time, which a module may be told to hide. */
  times: readonly FieldSchema[]
  /** What a lookup to this module shows as its name. */
  nameField: string
  /** The field Zoho itself offers for duplicate checks in an upsert (reference/zoho.md §2.4). */
  systemDuplicateField: string
  /** For a subform module: whose rows these are. */
  parent?: { module: string; field: string }
}

export type Schema = Map<string, ModuleSchema>

type FieldFact = {
  api_name: string
  type: string
  length: number | null
  required?: boolean
  read_only?: boolean
  lookup?: string
  picklist?: 'countries' | (string | PicklistValue)[]
}

const facts: Record<string, FieldFact[]> = fieldFacts as Record<string, FieldFact[]>

const unique = new Set([
  'BTEC_Students.Academic_Email',
  'BTEC_Teachers.Academic_Email',
  'BTEC_Grades.Moodle_Grade_Composite_Key',
  'Products.Product_Name',
])
const joins: Record<string, Join> = {
  'BTEC_Students.Classes': { module: 'BTEC_Enrollments', own: 'Enrolled_Students', other: 'Classes' },
  'BTEC_Classes.Enrolled_Students': { module: 'BTEC_Enrollments', own: 'Classes', other: 'Enrolled_Students' },
}
const subformParents: Record<string, { module: string; field: string }> = Object.fromEntries(
  Object.entries(facts).flatMap(([module, fields]) =>
    fields.filter((field) => field.type === 'subform').map((field) => [field.api_name, { module, field: field.api_name }]),
  ),
)
const neverWritable = new Set(['autonumber', 'bigint', 'formula', 'fileupload', 'profileimage'])

const fact = (api_name: string, type: FieldType, extra: Partial<FieldFact> = {}): FieldFact => ({
  api_name,
  type,
  length: 120,
  ...extra,
})
const systemFacts = {
  identity: [fact('id', 'bigint', { read_only: true })],
  history: [
    fact('Created_Time', 'datetime', { read_only: true }),
    fact('Modified_Time', 'datetime', { read_only: true }),
    fact('Created_By', 'ownerlookup', { read_only: true }),
    fact('Modified_By', 'ownerlookup', { read_only: true }),
  ],
  ownership: [fact('Owner', 'ownerlookup')],
}

const generatedTypeOf = (module: string): ModuleSchema['generatedType'] => {
  if (module === 'Products') return 'default'
  if (module === 'BTEC_Enrollments') return 'linking'
  return module in subformParents ? 'subform' : 'custom'
}

const factsOf = (module: string, type: ModuleSchema['generatedType']): FieldFact[] => {
  const own = facts[module] ?? []
  const parent = subformParents[module]
  if (parent !== undefined) {
    return [
      ...systemFacts.identity,
      ...systemFacts.history.slice(0, 2),
      fact('Parent_Id', 'lookup', { lookup: parent.module }),
      ...own,
    ]
  }
  if (type !== 'linking') return [...systemFacts.identity, ...own, ...systemFacts.history, ...systemFacts.ownership]
  // The linking module's layout shows no people either (§2.9).
  return [...systemFacts.identity, ...own, ...systemFacts.history.slice(0, 2)]
}

const metadataId = (block: number, index: number): string => `5725767000${String(block * 1000 + index).padStart(9, '0')}`

const fieldOf = (module: string, raw: FieldFact, id: string): FieldSchema => {
  const key = `${module}.${raw.api_name}`
  const list = raw.picklist === 'countries' ? countries : raw.picklist
  const join = joins[key]
  const lookup = join === undefined ? raw.lookup : facts[join.module]?.find((each) => each.api_name === join.other)?.lookup
  return {
    apiName: raw.api_name,
    id,
    type: raw.type as FieldType,
    length: raw.length,
    required: raw.required === true,
    writable: raw.read_only !== true && !neverWritable.has(raw.type),
    unique: unique.has(key),
    ...(lookup === undefined ? {} : { lookup }),
    ...(list === undefined
      ? {}
      : { picklist: list.map((each) => (typeof each === 'string' ? { display: each, actual: each } : each)) }),
    ...(join === undefined ? {} : { join }),
  }
}

/** The college's modules, from the field facts of Appendix A plus what every Zoho module has. */
export const createSchema = (): Schema =>
  new Map(
    Object.keys(facts).map((apiName, block) => {
      const generatedType = generatedTypeOf(apiName)
      const fields = factsOf(apiName, generatedType).map((raw, index) => fieldOf(apiName, raw, metadataId(block + 20, index)))
      const nameField = apiName === 'Products' ? 'Product_Name' : 'Name'
      const parent = subformParents[apiName]
      const module: ModuleSchema = {
        apiName,
        id: metadataId(10, block),
        generatedType,
        fields: new Map(fields.map((field) => [field.apiName, field])),
        times: fields.filter((field) => field.apiName === 'Created_Time' || field.apiName === 'Modified_Time'),
        nameField,
        systemDuplicateField: nameField,
        ...(parent === undefined ? {} : { parent }),
      }
      return [apiName, module]
    }),
  )

/** Shows or hides when the records of a module were made and changed. */
export const tellTimes = (module: ModuleSchema, told: boolean): void => {
  for (const field of module.times) {
    if (told) module.fields.set(field.apiName, field)
    else module.fields.delete(field.apiName)
  }
}
