import { RejectedError } from '../domain/errors.ts'
import { isZohoId } from '../domain/ids.ts'
import { type FieldSetName, fieldSets } from '../mapping/field-sets.ts'
import { type FieldSet, mappingOf, type Overrides } from '../mapping/mapping.ts'
import type { Zoho } from '../ports/zoho.ts'
import type { ZohoMetadata } from '../ports/zoho-metadata.ts'
import { settingsOf } from '../settings/settings.store.ts'
import type { Desk } from './desk.ts'
import { historyOfMapping, knownSet, type MappingChanges } from './field-mappings.ts'
import { refuseChanges } from './refuse-mapping.ts'

/** One of our fields as a record would fill it. */
export type PreviewedValue = {
  from: string
  /** As Zoho has it. */
  raw: unknown
  /** What we make of it. */
  value: unknown
  /** It could not be read in this way: the field is left empty. */
  isMisfit: boolean
}
export type PreviewedField = { field: string; required: boolean; before: PreviewedValue; after: PreviewedValue; differs: boolean }
export type MappingPreview = { set: FieldSetName; module: string; record: string; fields: PreviewedField[] }

/**
 * How one real record would be read after a change, beside how it is read now. Nothing is stored. What may not be mapped is refused before
 * it is asked for.
 * @throws RejectedError `mapping.…`; `api.invalid` for what is no id; `api.not_found` for a record that cannot be read
 */
export async function previewMapping(
  desk: Pick<Desk, 'database' | 'tenant'>,
  { zoho, metadata }: { zoho: Pick<Zoho, 'records'>; metadata: Pick<ZohoMetadata, 'fields'> },
  name: string,
  record: string,
  changes: MappingChanges = {},
): Promise<MappingPreview> {
  const set = knownSet(name)
  if (!isZohoId(record))
    throw new RejectedError('api.invalid', { field: 'record_id', expected: 'a Zoho record id of 15 to 20 digits' }, 422)
  const settings = await settingsOf(desk.database, desk.tenant)
  const [newest] = await historyOfMapping(desk, set)
  const inForce: Overrides = newest?.overrides ?? {}
  const wanted = await refuseChanges(metadata, set, inForce, changes)
  const definition: FieldSet = fieldSets[set]
  const before = mappingOf(definition, settings, inForce)
  const after = mappingOf(definition, settings, wanted)
  const fields = [...new Set([...before.question.fields, ...after.question.fields])]
  const found = (await zoho.records({ module: definition.module, fields }, [record])).get(record)
  if (found === undefined) throw new RejectedError('api.not_found', { what: `record in ${definition.module}`, id: record }, 404)
  const was = before.read(found)
  const is = after.read(found)
  return {
    set,
    module: definition.module,
    record,
    fields: Object.entries(after.rules).map(([field, rule]) => {
      const old = valueIn(was, field, before.rules[field]?.from ?? rule.from, found.values)
      const now = valueIn(is, field, rule.from, found.values)
      const differs = JSON.stringify([old.value, old.isMisfit]) !== JSON.stringify([now.value, now.isMisfit])
      return { field, required: rule.required, before: old, after: now, differs }
    }),
  }
}

const valueIn = (
  reading: { misfits: readonly { field: string }[] } & Record<string, unknown>,
  field: string,
  from: string,
  raw: Readonly<Record<string, unknown>>,
): PreviewedValue => ({
  from,
  raw: raw[from] ?? null,
  value: reading[field],
  isMisfit: reading.misfits.some((misfit) => misfit.field === field),
})
