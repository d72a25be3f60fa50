import type { Tx } from '../db/database.ts'
import type { ZohoId } from '../domain/ids.ts'
import type { Route } from '../domain/route.ts'
import { childTables, routesOfChild } from '../flows/children.ts'
import { keyOfLink, linkedKeys } from '../identity/links.store.ts'
import type { NewLink } from '../ports/memory.ts'
import { ownedAndSettledSince } from '../sync/states.store.ts'

/** A settlement bears the time at which its transaction began, by the clock of the database. Children that are found needlessly are echoes. */
const MARGIN_MS = 60_000

/**
 * The keys of records that were settled without a parent while the run that links it was at work: it may have looked for its children
 * before they were there to be found. Asked while holding the locks of the links, which those who do without one take too, and before the
 * links are stored: who is linked already has no such children.
 * @param since when the linking run began to look
 */
export async function lateChildren(
  tx: Tx,
  links: readonly NewLink[],
  since: Date,
): Promise<(parent: ZohoId) => readonly Route[]> {
  const keyOf = ({ module, zohoId }: NewLink): string => keyOfLink(module, zohoId)
  const known = await linkedKeys(tx, links.map(keyOf))
  const parents = [...new Set(links.filter((link) => !known.has(keyOf(link))).map(({ zohoId }) => zohoId))]
  const found: { owners: readonly ZohoId[]; routes: Route[] }[] = []
  if (parents.length > 0) {
    for (const table of childTables) {
      const children = await ownedAndSettledSince(tx, table, parents, new Date(since.getTime() - MARGIN_MS))
      found.push(...children.map((child) => ({ owners: child.owners, routes: routesOfChild(table, child) })))
    }
  }
  return (parent) => found.filter(({ owners }) => owners.includes(parent)).flatMap(({ routes }) => routes)
}
