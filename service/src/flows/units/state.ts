import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { stateOf } from '../../mapping/mapping.ts'
import type { KnownRecord, NewState } from '../../ports/memory.ts'
import type { FlowContext } from '../flow.ts'
import type { Gone } from '../reading.ts'
import type { LivingUnit } from './unit.ts'

/**
 * What we remember of a unit and of each row of its subform. The hash is that of the record once our own write has come back: that makes
 * the echo recognisable.
 */
export function statesOfUnit(
  { record, rows }: LivingUnit,
  { status, changed, hasTemplate }: { status: string; changed: boolean; hasTemplate: boolean },
  before: readonly KnownRecord[],
  { mappings }: Pick<FlowContext, 'mappings'>,
): NewState[] {
  const unit: NewState = {
    table: 'units',
    key: record.id,
    ...stateOf(mappings.units, { ...record, template: status }),
    targets: hasTemplate ? { template: record.id } : {},
    owners: [],
    modifiedTime: record.modifiedTime,
    gone: false,
    changed,
  }
  const ofRows = rows.map(
    (row): NewState => ({
      table: 'templateRows',
      key: row.id,
      ...stateOf(mappings.templateRows, row),
      targets: {},
      owners: [record.id],
      modifiedTime: null,
      gone: false,
      changed: false,
    }),
  )
  const there = new Set<ZohoId>(rows.map(({ id }) => id))
  return [unit, ...ofRows, ...before.filter(({ key }) => !there.has(key)).map((row) => goneRow(row))]
}

/** What is left of a unit that was deleted in Zoho. */
export const statesOfGone = ({ subject, known }: Gone, before: readonly KnownRecord[]): NewState[] => [
  {
    table: 'units',
    key: zohoId(subject.id),
    fieldHashes: known?.fieldHashes ?? {},
    stateHash: '',
    targets: known?.targets ?? {},
    owners: [],
    modifiedTime: known?.modifiedTime ?? null,
    gone: true,
    changed: false,
  },
  ...before.map(goneRow),
]

const goneRow = ({ key, fieldHashes, owners }: KnownRecord): NewState => ({
  table: 'templateRows',
  key,
  fieldHashes,
  stateHash: '',
  targets: {},
  owners,
  modifiedTime: null,
  gone: true,
  changed: false,
})
