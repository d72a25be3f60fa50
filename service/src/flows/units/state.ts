import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { stateOf } from '../../mapping/mapping.ts'
import type { KnownRecord, NewState } from '../../ports/memory.ts'
import type { FlowContext } from '../flow.ts'
import type { Gone } from '../reading.ts'
import type { LivingUnit } from './unit.ts'

type Settled = {
  /** The word in Zoho. */
  status: string
  changed: boolean
  hasTemplate: boolean
  /** When Zoho was last told; '' for never. */
  told: string
}

/**
 * What we remember of a unit and of each row of its subform. The hash is that of the record once our own write has come back: that makes
 * the echo recognisable.
 */
export function statesOfUnit(
  { record, rows }: LivingUnit,
  { status, changed, hasTemplate, told }: Settled,
  before: readonly KnownRecord[],
  { mappings }: Pick<FlowContext, 'mappings'>,
): NewState[] {
  const unit: NewState = {
    table: 'units',
    key: record.id,
    ...stateOf(mappings.units, { ...record, template: status }),
    targets: { ...(hasTemplate ? { template: record.id } : {}), ...(told === '' ? {} : { told }) },
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

/**
 * Whether a unit's form says something else than when we last settled it: then its template was brought into step since, if not by this
 * run then by one that broke off.
 */
export function hasNewForm(
  { record, known, rows }: LivingUnit,
  before: readonly KnownRecord[],
  { mappings }: Pick<FlowContext, 'mappings'>,
): boolean {
  if (known === undefined || known.gone) return false
  const { code: _code, template: _template, ...form } = mappings.units.rules
  const now = stateOf(mappings.units, record).fieldHashes
  if (Object.values(form).some(({ from }) => now[from] !== known.fieldHashes[from])) return true
  const hashes = new Map(before.map(({ key, stateHash }) => [key, stateHash]))
  return before.length !== rows.length || rows.some((row) => hashes.get(row.id) !== stateOf(mappings.templateRows, row).stateHash)
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
