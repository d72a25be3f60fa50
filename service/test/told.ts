import type { ZohoModule } from '../src/domain/zoho-modules.ts'
import { isWrite } from './in-step.ts'
import type { Account, EventRow, OutsideCall, Student, World } from './world.ts'

/** Tells the service of a record, mostly a student, and waits for its answer. */
export async function told(
  world: World,
  { id }: { id: string },
  eventType = 'updated',
  module: ZohoModule = 'BTEC_Students',
): Promise<EventRow> {
  const { eventId } = await world.zohoSends(id, eventType, undefined, module)
  return world.settled(eventId)
}

/** A student whom both sides know. */
export async function known(world: World, fields: Record<string, unknown> = {}): Promise<{ student: Student; account: Account }> {
  const student = await world.student(fields)
  const { verdict } = await told(world, student, 'created')
  const account = await world.accountOf(student.id)
  if (account === undefined) throw new Error(`No account was made: ${verdict}`)
  return { student: (await world.studentNow(student.id)) ?? student, account }
}

/** Every call since then that was to change something outside, in the order of arrival. */
export async function writesSince(world: World, since: number): Promise<OutsideCall[]> {
  const calls = [...(await world.calls('zoho', since)), ...(await world.calls('moodle', since))]
  return calls.filter(isWrite).toSorted((a, b) => a.seq - b.seq)
}

/** The rows a call to Moodle carried: `users[0][city]=Amman` → `[{ city: 'Amman' }]`. */
export function rowsSent({ body }: OutsideCall): Record<string, string>[] {
  const rows: Record<string, string>[] = []
  for (const [name, value] of new URLSearchParams(body)) {
    const [, index, field] = /^users\[(\d+)\]\[(\w+)\]$/.exec(name) ?? []
    if (index === undefined || field === undefined) continue
    rows[Number(index)] = { ...rows[Number(index)], [field]: value }
  }
  return rows
}
