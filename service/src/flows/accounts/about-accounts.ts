import type { MoodleUserId, ZohoId } from '../../domain/ids.ts'
import type { FlowContext } from '../flow.ts'
import type { Twin } from './find-twins.ts'
import type { Kind } from './kind.ts'
import { livingAmong, othersWith, suspendedByUs, wantedOpenAmong } from './other-record.ts'
import type { Person } from './person.ts'
import type { AboutAccounts } from './plan.ts'

/** What must be known of accounts that were found, before anything is decided; asked only where the answer decides something. */
export async function aboutAccounts(
  kind: Kind,
  people: readonly Person[],
  twins: ReadonlyMap<ZohoId, Twin>,
  context: FlowContext,
): Promise<AboutAccounts> {
  const found = people.flatMap((person) => {
    const twin = twins.get(person.id)
    return twin?.kind === 'linked' || twin?.kind === 'adopt' ? [{ person, twin, user: twin.user }] : []
  })
  const others = await othersWith(
    kind,
    found.map(({ user }) => user.id),
    context,
  )
  const toOpen = found.filter(({ person, user }) => user.suspended && person.standing === 'active')
  const toClose = new Set(found.filter(({ person }) => person.standing === 'suspended').map(({ user }) => user.id))
  // The other record made the account, Zoho says so, and its run has not ended yet.
  const notLinkedYet = found.flatMap(({ twin, user }) => (twin.keepIdnumber && !others.has(user.id) ? [user.id] : []))
  return {
    liftable: await suspendedByUs(new Map(toOpen.map(({ person, user }) => [person.id, user.id])), others, context),
    wantedOpen: await wantedOpenAmong(kind, new Map([...others].filter(([account]) => toClose.has(account))), context),
    describedByOther:
      kind.word === 'teacher'
        ? new Set([...(await livingAmong(kind, others, context)), ...notLinkedYet])
        : new Set<MoodleUserId>(),
  }
}
