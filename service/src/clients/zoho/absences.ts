import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoModule } from '../../domain/zoho-modules.ts'
import type { Absence } from '../../ports/zoho.ts'
import type { Call } from './call.ts'
import { deletedPages, isRefusal } from './deleted-list.ts'
import { oneRequest } from './request.ts'

/** Which of these records are gone. A lost permission answers 204 as well, so only the deleted list proves a deletion. */
export async function readAbsences(call: Call, module: ZohoModule, ids: readonly ZohoId[]): Promise<Map<ZohoId, Absence>> {
  const asked = await Promise.all([...new Set(ids)].map(async (id) => ({ id, there: await isReadable(call, module, id) })))
  const absent = asked.flatMap(({ id, there }) => (there ? [] : [id]))
  const deleted = await findDeleted(call, module, new Set(absent))
  return new Map(absent.map((id) => [id, deleted.has(id) ? 'gone' : 'unlisted']))
}

async function isReadable(call: Call, module: ZohoModule, id: ZohoId): Promise<boolean> {
  try {
    return (await call(oneRequest(module, id, ['id']))).body !== undefined
  } catch (error) {
    // Sometimes an unknown id is "invalid" instead of an empty 204 (reference/zoho.md §2.2).
    if (isRefusal(error, 'INVALID_DATA')) return false
    throw error
  }
}

/** Until all that were asked for are found or the list ends. */
async function findDeleted(call: Call, module: ZohoModule, wanted: ReadonlySet<ZohoId>): Promise<Set<ZohoId>> {
  const found = new Set<ZohoId>()
  if (wanted.size === 0) return found
  for await (const page of deletedPages(call, module)) {
    for (const { id } of page) if (wanted.has(id)) found.add(id)
    if (found.size === wanted.size) break
  }
  return found
}
