import { nothing, type ZohoAnswer, type ZohoCall } from './call.ts'
import { errorBody, missingParameter, RefusedRequest } from './errors.ts'
import { integrationUser, organisation } from './people.ts'
import { relatedListName, relatedListsOf } from './related-lists.ts'
import type { FieldSchema, FieldType, ModuleSchema } from './schema.ts'
import type { World } from './world.ts'

const jsonTypes: Partial<Record<FieldType, string>> = {
  boolean: 'boolean',
  currency: 'double',
  double: 'double',
  formula: 'double',
  integer: 'integer',
  lookup: 'jsonobject',
  ownerlookup: 'jsonobject',
  multiselectlookup: 'jsonarray',
  subform: 'jsonarray',
  fileupload: 'jsonarray',
}

const moduleReference = (world: World, name: string) => ({ api_name: name, id: world.store.module(name).id })

const moduleAsWire = (module: ModuleSchema, index: number) => ({
  api_name: module.apiName,
  module_name: module.generatedType === 'default' ? module.apiName : `CustomModule${index + 1}`,
  id: module.id,
  generated_type: module.generatedType,
  api_supported: true,
  creatable: module.generatedType !== 'subform',
  editable: module.generatedType !== 'subform',
  deletable: module.generatedType !== 'subform',
  viewable: true,
  visibility: 1,
  status: module.generatedType === 'default' ? 'system_hidden' : 'visible',
  access_type: 'org_based',
  plural_label: module.apiName.replaceAll('_', ' '),
  singular_label: module.apiName.replaceAll('_', ' '),
  profiles: [{ name: 'Administrator', id: '5725767000000009101' }],
  parent_module: {},
})

const operations = (field: FieldSchema) => ({
  web_view: true,
  web_create: field.writable,
  web_update: field.writable,
  api_create: field.writable,
  api_update: field.writable,
})

/** `api_name` is what the lookup is called where it points to: the name of the related list. */
const lookupAsWire = (world: World, module: ModuleSchema, field: FieldSchema) =>
  field.type === 'lookup' && field.lookup !== undefined
    ? { display_label: field.apiName, api_name: relatedListName(module, field), module: moduleReference(world, field.lookup) }
    : {}

const joinAsWire = (world: World, field: FieldSchema) => {
  if (field.join === undefined || field.lookup === undefined) return {}
  return {
    linking_details: {
      module: moduleReference(world, field.join.module),
      lookup_field: { api_name: field.join.own },
      connected_lookup_field: { api_name: field.join.other },
    },
    connected_details: { module: moduleReference(world, field.lookup), field: { api_name: field.join.other } },
  }
}

const fieldAsWire = (world: World, module: ModuleSchema, field: FieldSchema) => ({
  api_name: field.apiName,
  id: field.id,
  field_label: field.apiName.replaceAll('_', ' '),
  display_label: field.apiName.replaceAll('_', ' '),
  data_type: field.type,
  json_type: jsonTypes[field.type] ?? 'string',
  length: field.length,
  decimal_place: field.type === 'currency' || field.type === 'double' ? 2 : null,
  system_mandatory: field.required,
  custom_field: module.generatedType !== 'default',
  field_read_only: !field.writable,
  read_only: !field.writable,
  visible: true,
  unique: field.unique ? { casesensitive: 'false' } : {},
  external: null,
  lookup: lookupAsWire(world, module, field),
  multiselectlookup: joinAsWire(world, field),
  associated_module: field.type === 'subform' ? { module: field.apiName, id: world.store.module(field.apiName).id } : null,
  subform: null,
  pick_list_values: (field.picklist ?? []).map((value, index) => ({
    display_value: value.display,
    actual_value: value.actual,
    reference_value: value.actual,
    id: `${field.id}${String(index).padStart(3, '0')}`.slice(-19),
    type: 'used',
    sequence_number: index + 1,
  })),
  formula: field.type === 'formula' ? { return_type: 'currency', expression: '' } : {},
  auto_number: field.type === 'autonumber' ? { prefix: '', start_number: '1001' } : {},
  webhook: field.type !== 'subform' && field.type !== 'multiselectlookup',
  searchable: !['subform', 'multiselectlookup', 'formula'].includes(field.type),
  filterable: field.type !== 'subform',
  sortable: !['subform', 'multiselectlookup', 'textarea'].includes(field.type),
  operation_type: operations(field),
  view_type: { view: true, edit: field.writable, create: field.writable, quick_create: false },
})

const moduleAsked = (world: World, call: ZohoCall): ModuleSchema => {
  if (call.query.module === undefined) throw missingParameter('module')
  return world.store.module(call.query.module)
}

export const listModules = (world: World): ZohoAnswer => ({
  status: 200,
  body: { modules: [...world.store.schema.values()].map(moduleAsWire) },
})

export const oneModule = (world: World, name: string): ZohoAnswer => {
  const index = world.store.modules().indexOf(name)
  return { status: 200, body: { modules: [moduleAsWire(world.store.module(name), index)] } }
}

export const listFields = (world: World, call: ZohoCall): ZohoAnswer => {
  if (call.query.type === 'unused') return nothing
  const module = moduleAsked(world, call)
  return { status: 200, body: { fields: [...module.fields.values()].map((field) => fieldAsWire(world, module, field)) } }
}

export const oneField = (world: World, call: ZohoCall, id: string): ZohoAnswer => {
  const module = moduleAsked(world, call)
  const field = [...module.fields.values()].find((each) => each.id === id || each.apiName === id)
  if (field === undefined)
    throw new RefusedRequest(
      400,
      'INVALID_DATA',
      'the id given seems to be invalid',
      errorBody('', '', { resource_path_index: 2 }).details,
    )
  return { status: 200, body: { fields: [fieldAsWire(world, module, field)] } }
}

export const listLayouts = (world: World, call: ZohoCall): ZohoAnswer => {
  const module = moduleAsked(world, call)
  const fields = [...module.fields.values()].map((field) => ({ ...fieldAsWire(world, module, field), required: field.required }))
  const section = {
    api_name: `${module.apiName}_Information`,
    display_label: 'Information',
    name: 'Information',
    sequence_number: 1,
    type: 'used',
    fields,
  }
  const layout = {
    id: `${module.id.slice(0, -4)}9${module.id.slice(-3)}`,
    name: 'Standard',
    api_name: 'Standard',
    display_label: 'Standard',
    status: 'active',
    visible: true,
    generated_type: 'system',
    sections: [section],
  }
  return { status: 200, body: { layouts: [layout] } }
}

export const listRelatedLists = (world: World, call: ZohoCall): ZohoAnswer => {
  const module = moduleAsked(world, call)
  const lists = relatedListsOf(world.store.schema, module).map(({ apiName, module: other, field }) => ({
    id: `${field.id.slice(0, -4)}8${field.id.slice(-3)}`,
    api_name: apiName,
    display_label: other.apiName.replaceAll('_', ' '),
    name: other.apiName.replaceAll('_', ' '),
    type: other.generatedType === 'linking' ? 'multiselectlookup' : 'default',
    module: moduleReference(world, other.apiName),
    connectedmodule: null,
    linkingmodule: other.generatedType === 'linking' ? other.apiName : null,
    visible: true,
  }))
  return lists.length === 0 ? nothing : { status: 200, body: { related_lists: lists } }
}

export const showOrganisation = (world: World): ZohoAnswer => ({
  status: 200,
  body: {
    org: [
      {
        id: organisation.id,
        zgid: organisation.zgid,
        company_name: organisation.name,
        time_zone: world.behaviour.zone,
        currency: 'US Dollar',
        iso_code: 'USD',
        country_code: 'TR',
        primary_email: 'registrar@college.example',
        license_details: {
          paid_type: 'enterprise',
          paid: true,
          users_license_purchased: 5,
          trial_type: null,
          trial_expiry: null,
          paid_expiry: null,
        },
      },
    ],
  },
})

export const showUsers = (world: World, call: ZohoCall): ZohoAnswer => {
  if (call.query.type !== 'CurrentUser')
    throw new RefusedRequest(501, 'NOT_SIMULATED', 'Only type=CurrentUser is simulated; see simulators/zoho/quirks.md.')
  const { id, name, email, zuid } = integrationUser
  const [first_name = '', last_name = ''] = name.split(' ')
  const user = {
    id,
    zuid,
    full_name: name,
    first_name,
    last_name,
    email,
    status: 'active',
    confirm: true,
    time_zone: world.behaviour.zone,
    locale: 'en_US',
    role: { name: 'CEO', id: '5725767000000009102' },
    profile: { name: 'Administrator', id: '5725767000000009101' },
  }
  return { status: 200, body: { users: [user], info: { per_page: 200, count: 1, page: 1, more_records: false } } }
}
