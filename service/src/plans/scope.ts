import { RejectedError } from '../domain/errors.ts'
import { isZohoId, type ZohoId } from '../domain/ids.ts'
import type { Flow } from '../flows/flow.ts'
import { type SyncName, sources } from '../sync/sources.ts'

/** What a plan is about. */
export type Scope = {
  /** In the order of what depends on what. */
  names: readonly SyncName[]
  /** Only these records of the one name. */
  ids: readonly ZohoId[] | null
  /** Both sides of every record, not only of those that differ from what was last known. */
  compareAll: boolean
}

export type ScopeWish = { names?: readonly string[]; ids?: readonly string[]; compareAll?: boolean }

/**
 * Reads what a person wants planned; without names everything that has a flow.
 * @throws RejectedError `api.invalid`, naming the field; `flow.none_yet`
 */
export function scopeOf({ names: wanted = [], ids, compareAll = false }: ScopeWish, flows: readonly Flow[]): Scope {
  const all = Object.keys(sources) as SyncName[]
  const unknown = wanted.find((name) => !Object.hasOwn(sources, name))
  if (unknown !== undefined)
    throw new RejectedError('api.invalid', { field: 'names', expected: `some of ${all.join(', ')}` }, 422)
  const hasFlow = (name: string): boolean => flows.some((flow) => flow.name === name)
  const without = wanted.find((name) => !hasFlow(name))
  if (without !== undefined) throw new RejectedError('flow.none_yet', { subject: without }, 404)
  const names = all.filter((name) => hasFlow(name) && (wanted.length === 0 || wanted.includes(name)))
  if (ids === undefined) return { names, ids: null, compareAll }
  if (wanted.length !== 1) throw new RejectedError('api.invalid', { field: 'ids', expected: 'one name to go with them' }, 422)
  const wrong = ids.find((id) => !isZohoId(id))
  if (wrong !== undefined || ids.length === 0) {
    throw new RejectedError('api.invalid', { field: 'ids', expected: 'Zoho record ids of 15 to 20 digits' }, 422)
  }
  return { names, ids: [...new Set(ids.filter(isZohoId))], compareAll: true }
}
