import type { ZohoId } from '../domain/ids.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { KnownRecord, StateTable } from '../ports/memory.ts'
import type { FlowContext, LookAlsoAt, Subject } from './flow.ts'

type Met = { table: StateTable; module: ZohoModule; ids: readonly ZohoId[] }

/**
 * Records of another module that a run met, and that are not as their own flow last knew them: nobody told us of them, for a webhook was
 * lost. They are asked to look for themselves, and tell whoever is made of them. Not those whose own hint brought this run about: they have
 * looked already, and the two would ask each other for ever.
 * @param isAsKnown whether its own flow knows of what was met
 */
export async function unheardOf(
  { table, module, ids }: Met,
  isAsKnown: (id: ZohoId, known: KnownRecord | undefined) => boolean,
  { records, rehearsal }: Pick<FlowContext, 'records' | 'rehearsal'>,
): Promise<(subject: Subject, id: ZohoId) => LookAlsoAt[]> {
  // A rehearsal remembers nothing, and would ask each time.
  const met = rehearsal ? [] : [...new Set(ids)]
  if (met.length === 0) return () => []
  const known = await records.lastKnown(table, met)
  const asking = new Set(met.filter((id) => !isAsKnown(id, known.get(id))))
  return ({ hints }, id) => {
    const hasLooked = hints.some((hint) => hint.module === module && hint.recordId === id)
    return asking.has(id) && !hasLooked ? [{ module, recordId: id }] : []
  }
}
