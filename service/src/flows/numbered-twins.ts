import type { ZohoId } from '../domain/ids.ts'
import { needsAttention, type Verdict } from '../domain/verdicts.ts'
import type { KnownLink, MoodleTwins } from '../ports/memory.ts'
import type { FlowContext } from './flow.ts'

/** Modules whose twins carry an ID number with the module's name in it, because courses and categories of others have numbers too. */
type NumberedModule = 'Products' | 'BTEC_Classes'

/** `zoho:BTEC_Classes:5843104000000123001`. */
export const idnumberOf = (module: NumberedModule, id: ZohoId): string => `zoho:${module}:${id}`

type Numbered<M extends NumberedModule> = { id: MoodleTwins[M]; idnumber: string }

/**
 * What we know of a record's twin.
 *   linked    ours already
 *   adopt     somebody made it, and it must be this record's: ours from now on
 *   none      there is none; it may be made
 *   deleted   we were linked to it, and somebody deleted it in Moodle
 *   taken     another record has it
 *   foreign   it carries somebody else's ID number
 */
export type NumberedTwin<M extends NumberedModule, O> =
  | { kind: 'linked' | 'adopt' | 'foreign'; object: O }
  | { kind: 'none' }
  | { kind: 'deleted' | 'taken'; id: MoodleTwins[M] }

type Question<M extends NumberedModule, O> = {
  module: M
  records: readonly { id: ZohoId; moodleId: string }[]
  links: ReadonlyMap<ZohoId, KnownLink<M>>
  /** Reads objects of Moodle. */
  by(field: 'id' | 'idnumber', values: readonly string[]): Promise<O[]>
  /** False takes those for new that neither a link nor Zoho knows of, where making one tells whether it is there. */
  looksForNew?: boolean
}

/**
 * Finds twins, each in this order: our link; the id that stands in Zoho, where such an object exists and nobody else has it; the ID
 * number. Never by name. Each step asks Moodle for all who are still unknown.
 */
export async function findNumberedTwins<M extends NumberedModule, O extends Numbered<M>>(
  { module, records, links, by, looksForNew = true }: Question<M, O>,
  context: Pick<FlowContext, 'links' | 'settings'>,
): Promise<Map<ZohoId, NumberedTwin<M, O>>> {
  const twins = new Map<ZohoId, NumberedTwin<M, O>>()
  const named = new Map(records.flatMap(({ id, moodleId }) => (links.has(id) || moodleId === '' ? [] : [[id, moodleId]])))
  const wanted = [...records.flatMap(({ id }) => links.get(id)?.moodleId ?? []).map(String), ...named.values()]
  const byId = new Map(
    (wanted.length === 0 ? [] : await by('id', [...new Set(wanted)])).map((object) => [String(object.id), object]),
  )
  for (const { id } of records) {
    const link = links.get(id)
    if (link === undefined) continue
    const object = byId.get(String(link.moodleId))
    twins.set(id, object === undefined ? { kind: 'deleted', id: link.moodleId } : { kind: 'linked', object })
  }

  const unnamed = records.filter(({ id }) => !twins.has(id) && byId.get(named.get(id) ?? '') === undefined)
  const numbers = unnamed.filter(({ id }) => looksForNew || named.has(id)).map(({ id }) => idnumberOf(module, id))
  const byNumber = new Map((numbers.length === 0 ? [] : await by('idnumber', numbers)).map((object) => [object.idnumber, object]))
  const found = records
    .filter(({ id }) => !twins.has(id))
    .map(({ id }) => ({ id, object: byId.get(named.get(id) ?? '') ?? byNumber.get(idnumberOf(module, id)) }))

  const owners = await ownersOf(
    module,
    found.flatMap(({ object }) => object?.id ?? []),
    context,
  )
  for (const { id, object } of found) {
    if (object === undefined) {
      twins.set(id, { kind: 'none' })
      continue
    }
    const owner = owners.get(object.id) ?? id
    const isOurs = object.idnumber === '' || object.idnumber === idnumberOf(module, id)
    if (owner !== id) twins.set(id, { kind: 'taken', id: object.id })
    else if (!isOurs && !context.settings['adopt.overwrite_idnumber']) twins.set(id, { kind: 'foreign', object })
    else {
      twins.set(id, { kind: 'adopt', object })
      // Of two records of one set that lead to it, the first is served.
      owners.set(object.id, id)
    }
  }
  return twins
}

async function ownersOf<M extends NumberedModule>(
  module: M,
  ids: readonly MoodleTwins[M][],
  { links }: Pick<FlowContext, 'links'>,
): Promise<Map<MoodleTwins[M], ZohoId>> {
  return ids.length === 0 ? new Map() : new Map(await links.zohoOf(module, ids))
}

export const takenVerdict = (module: NumberedModule, record: ZohoId, object: number): Verdict =>
  needsAttention('link.taken', { module, record, object })
