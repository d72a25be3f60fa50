import type { MoodleCohortId } from '../../domain/ids.ts'
import { stateHashOf, stateOf } from '../../mapping/mapping.ts'
import type { KnownRecord, NewState } from '../../ports/memory.ts'
import type { FlowContext, Settled } from '../flow.ts'
import type { LivingRegistration, Placed } from './registration.ts'

type Mapped = Pick<FlowContext, 'mappings'>
type Settling = {
  cohort: MoodleCohortId | undefined
  /** The hash of what students see; undefined: there is no plugin, and it is looked at again by whoever comes by next. */
  shown: string | undefined
  changed: boolean
}

/** As it will read once our own write has come back: that makes the echo recognisable. */
export function statesOf(one: Placed, { cohort, shown, changed }: Settling, context: Mapped): NewState[] {
  const { record, user } = one
  const state = stateOf(context.mappings.registrations, { ...record, synced: true })
  return [
    {
      table: 'registrations',
      key: record.id,
      ...state,
      stateHash: shown === undefined ? '' : state.stateHash,
      targets: { user, ...(cohort === undefined ? {} : { cohort }), ...(shown === undefined ? {} : { shown }) },
      owners: [record.student, record.program],
      modifiedTime: record.modifiedTime,
      gone: false,
      changed,
    },
    ...statesOfRows(one, context),
  ]
}

/** That it lives and whose it is, of one that could not be settled: whoever counts on its schedule need not ask for it again. */
export const rememberUnsettled = (one: LivingRegistration, context: Mapped): Pick<Settled, 'remember'> =>
  one.known?.gone === false ? {} : { remember: { unsettled: [stateOfUnready(one, context)] } }

/** Known, and never in step. */
export const stateOfUnready = ({ record, known }: LivingRegistration, { mappings }: Mapped): NewState => ({
  table: 'registrations',
  key: record.id,
  ...stateOf(mappings.registrations, record),
  stateHash: '',
  targets: known?.targets ?? {},
  owners: [record.student, record.program].filter((owner) => owner !== null),
  modifiedTime: record.modifiedTime,
  gone: false,
  changed: false,
})

/** The rows of its schedule: those that are there, and those that are not any more. */
export function statesOfRows({ record, rows, rowsBefore }: LivingRegistration, { mappings }: Mapped): NewState[] {
  const there = new Set(rows.map(({ id }) => id))
  return [
    ...rows.map(
      (row): NewState => ({
        table: 'scheduleRows',
        key: row.id,
        ...stateOf(mappings.scheduleRows, row),
        targets: {},
        owners: [record.id],
        modifiedTime: null,
        gone: false,
        changed: false,
      }),
    ),
    ...rowsBefore.filter(({ key }) => !there.has(key)).map(goneRow),
  ]
}

export const goneRow = ({ key, fieldHashes, owners }: KnownRecord): NewState => ({
  table: 'scheduleRows',
  key,
  fieldHashes,
  stateHash: '',
  targets: {},
  owners,
  modifiedTime: null,
  gone: true,
  changed: false,
})

/** Nothing that is read of it has changed since it was last settled. */
export const isAsWeLeftIt = (one: LivingRegistration, { mappings }: Mapped): boolean =>
  one.known?.gone === false &&
  !one.known.inDoubt &&
  one.known.stateHash === stateHashOf(mappings.registrations, one.record) &&
  hasSameSchedule(one, { mappings })

export function hasSameSchedule({ rows, rowsBefore }: LivingRegistration, { mappings }: Mapped): boolean {
  const hashes = new Map(rowsBefore.map(({ key, stateHash }) => [key, stateHash]))
  return rows.length === rowsBefore.length && rows.every((row) => hashes.get(row.id) === stateHashOf(mappings.scheduleRows, row))
}
