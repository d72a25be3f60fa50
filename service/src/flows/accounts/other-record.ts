import type { MoodleUserId, ZohoId } from '../../domain/ids.ts'
import type { FlowContext } from '../flow.ts'
import type { Kind } from './kind.ts'
import { otherThan } from './kinds.ts'

/** The records of the other kind that are linked to these accounts, living or gone. */
export const othersWith = async (
  kind: Kind,
  accounts: readonly MoodleUserId[],
  { links }: Pick<FlowContext, 'links'>,
): Promise<Map<MoodleUserId, ZohoId>> =>
  accounts.length === 0 ? new Map() : links.zohoOf(otherThan(kind).module, [...new Set(accounts)])

/** Of these, the accounts whose record is not known to be gone. */
export async function livingAmong(
  kind: Kind,
  others: ReadonlyMap<MoodleUserId, ZohoId>,
  { records }: Pick<FlowContext, 'records'>,
): Promise<Set<MoodleUserId>> {
  if (others.size === 0) return new Set()
  const known = await records.lastKnown(otherThan(kind).table, [...others.values()])
  return new Set([...others].flatMap(([account, id]) => (known.get(id)?.gone === true ? [] : [account])))
}

/**
 * Of these, the accounts that their record wants open, as Zoho tells it now: nobody is locked out, and nobody stays in, because the news of
 * one of two records has not arrived. A record that is only hidden from us keeps its account.
 */
export async function wantedOpenAmong(
  kind: Kind,
  others: ReadonlyMap<MoodleUserId, ZohoId>,
  context: FlowContext,
): Promise<Set<MoodleUserId>> {
  const ids = [...new Set(others.values())]
  if (ids.length === 0) return new Set()
  const other = otherThan(kind)
  const found = await context.zoho.records(other.question(context.mappings), ids)
  const missing = ids.filter((id) => !found.has(id))
  const absences = missing.length === 0 ? new Map<ZohoId, never>() : await context.zoho.absences(other.module, missing)
  const wants = (id: ZohoId): boolean => {
    const record = found.get(id)
    return record === undefined ? absences.get(id) !== 'gone' : other.read(record, context).standing === 'active'
  }
  return new Set([...others].flatMap(([account, id]) => (wants(id) ? [account] : [])))
}

/** Of these people's accounts, the ones whose suspension was ours, whichever of the two records it was for. */
export const suspendedByUs = async (
  accounts: ReadonlyMap<ZohoId, MoodleUserId>,
  others: ReadonlyMap<MoodleUserId, ZohoId>,
  { records }: Pick<FlowContext, 'records'>,
): Promise<Set<MoodleUserId>> =>
  accounts.size === 0
    ? new Set()
    : records.accountsSuspendedByUs(
        [...accounts].flatMap(([id, account]) => {
          const other = others.get(account)
          return other === undefined ? [id] : [id, other]
        }),
      )
