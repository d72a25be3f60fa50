import type { FieldMapping, FieldMappingHistory, FieldMappingPreview } from '../../../contract/rest/field-mappings.ts'
import type { MappingVersion } from '../mapping/overrides.store.ts'
import type { MappingView } from './field-mappings.ts'
import type { MappingPreview, PreviewedValue } from './preview-mapping.ts'
import { iso } from './tell-event.ts'

export const tellMapping = ({ set, module, version, fields }: MappingView): FieldMapping => ({
  set,
  module,
  version,
  fields: fields.map(({ field, rule, standard, isStandard }) => ({
    field,
    from: rule.from,
    as: rule.as,
    owner: rule.owner,
    required: rule.required,
    values: rule.values ?? null,
    is_standard: isStandard,
    standard_from: standard.from,
  })),
})

export const tellMappingHistory = (set: string, versions: readonly MappingVersion[]): FieldMappingHistory => ({
  set,
  versions: versions.map(({ version, overrides, note, rolledBackTo, createdBy, createdAt }) => ({
    version,
    overrides: { ...overrides },
    note,
    rolled_back_to: rolledBackTo,
    created_by: createdBy,
    created_at: iso(createdAt),
  })),
})

export const tellPreview = ({ set, module, record, fields }: MappingPreview): FieldMappingPreview => ({
  set,
  module,
  record_id: record,
  fields: fields.map(({ field, required, before, after, differs }) => ({
    field,
    required,
    before: tellValue(before),
    after: tellValue(after),
    differs,
  })),
})

const tellValue = ({ from, raw, value, isMisfit }: PreviewedValue) => ({ from, raw, value, is_misfit: isMisfit })
