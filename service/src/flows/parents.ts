import type { ZohoId } from '../domain/ids.ts'
import { needsAttention, skipped, waiting } from '../domain/verdicts.ts'
import type { KnownLink, KnownRecord, LinkedModule, StateTable } from '../ports/memory.ts'
import type { Answer, FlowContext } from './flow.ts'

const tableOf: Record<LinkedModule, StateTable> = {
  BTEC_Students: 'students',
  BTEC_Teachers: 'teachers',
  BTEC_Classes: 'classes',
  Products: 'programs',
}

/** What is known of the records that others depend on. */
export type Parents<M extends LinkedModule> = {
  /** The object in Moodle, or the answer for a record that cannot do without it. */
  of(id: ZohoId): { linked: KnownLink<M>['moodleId'] } | { answer: Answer }
}

/**
 * Looks up the Moodle twins of parents, once for a set.
 *   linked            go on
 *   deleted in Zoho   a person must decide, at once
 *   known, without a twin for now (its status says so)   skipped; when it gets one, its own run feeds those that were skipped
 *   unknown           waiting: woken when it is linked, and we ask for it ourselves, so that a lost webhook heals in seconds
 */
export async function parentsOf<M extends LinkedModule>(
  module: M,
  ids: readonly ZohoId[],
  { links, records }: Pick<FlowContext, 'links' | 'records'>,
): Promise<Parents<M>> {
  const wanted = [...new Set(ids)]
  const linked: ReadonlyMap<ZohoId, KnownLink<M>> = wanted.length === 0 ? new Map() : await links.moodleOf(module, wanted)
  const unlinked = wanted.filter((id) => !linked.has(id))
  const known: ReadonlyMap<ZohoId, KnownRecord> =
    unlinked.length === 0 ? new Map() : await records.lastKnown(tableOf[module], unlinked)
  return {
    of(id) {
      const link = linked.get(id)
      if (link?.deletedInMoodle === true) {
        return { answer: { verdict: needsAttention('parent.deleted_in_moodle', { parent: module, record: id }) } }
      }
      if (link !== undefined) return { linked: link.moodleId }
      const state = known.get(id)
      if (state?.gone === true) return { answer: { verdict: needsAttention('parent.gone', { parent: module, record: id }) } }
      if (state !== undefined) {
        const verdict = skipped('parent.not_ready', { parent: module, record: id })
        return { answer: { verdict, without: [`link:${module}:${id}`] } }
      }
      return {
        answer: {
          verdict: waiting(`link:${module}:${id}`, 'parent.not_linked', { parent: module, record: id }),
          lookAlsoAt: [{ module, recordId: id }],
        },
      }
    },
  }
}
