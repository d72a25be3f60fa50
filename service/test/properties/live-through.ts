import { createLog } from '../../src/log/log.ts'
import { hint } from '../hints.ts'
import { createWorld, type OutsideCall, type Student, type World } from '../world.ts'
import { type Fate, type Fault, PEOPLE, type Step, values } from './histories.ts'

/** A college that lives through many histories, one after the other, with two processes of the service on one database. */
export async function createCollege({ plugin = false } = {}) {
  const troubles: string[] = []
  const world = await createWorld({
    // A call that fails is no error of ours, and is not logged as one.
    log: createLog('error', { write: (line: string) => void troubles.push(line) }),
    settings: {
      'queue.timings': { lease_ms: 5_000, poll_ms: 25 },
      'events.retries': { attempts: 25, first_delay_ms: 10, longest_delay_ms: 50 },
      'loop.changes_per_hour': 1_000_000,
      'deletions.per_hour': 1_000_000,
      'breaker.outages': 4,
      'breaker.probe_ms': 20,
    },
  })
  if (plugin) await world.control('PATCH', '/moodle/settings', { plugin })
  const second = await world.secondProcess()
  return { world, troubles, doors: [world.url, second.url] as const, stop: () => world.stop() }
}

export type College = Awaited<ReturnType<typeof createCollege>>
export type Lived = { people: readonly Student[]; calls: OutsideCall[] }

/** Lets new students live through a history, until nothing is open any more. @returns what the outside was asked meanwhile */
export async function liveThrough(
  { world, doors }: College,
  history: { steps: readonly Step[]; shuffle: readonly number[] },
  faults: readonly Fault[] = [],
): Promise<Lived> {
  const people: Student[] = []
  for (let nr = 0; nr < PEOPLE; nr += 1) people.push(await world.student())
  const since = await world.lastCall()
  for (const fault of faults) await world.fault(fault)

  const late: { at: number; tell: () => Promise<unknown> }[] = []
  const steps = [...people.map((_, who): Step => ({ who, deed: { do: 'nothing' }, fate: 'late', door: 0 })), ...history.steps]
  for (const [nr, step] of steps.entries()) {
    const person = people[step.who] as Student
    const eventType = await act(world, person, step)
    const isTheirLast = !steps.slice(nr + 1).some(({ who }) => who === step.who)
    const tell = () => tellOf(doors[step.door], person.id, eventType)
    const { now, afterwards } = deliveries(isTheirLast && step.fate === 'lost' ? 'late' : step.fate)
    await Promise.all(Array.from({ length: now }, tell))
    for (let copy = 0; copy < afterwards; copy += 1) late.push({ at: history.shuffle[(nr * 2 + copy) % 60] ?? 0, tell })
  }
  for (const { tell } of late.toSorted((one, other) => one.at - other.at)) await tell()
  await world.quiet()
  await world.clearFaults()
  const calls = [...(await world.calls('zoho', since)), ...(await world.calls('moodle', since))].toSorted((a, b) => a.seq - b.seq)
  return { people, calls }
}

async function tellOf(door: string, recordId: string, eventType: string): Promise<void> {
  const { status } = await hint(door, { recordId, eventType })
  if (status !== 202) throw new Error(`The door answered ${status} to a good hint`)
}

const deliveries = (fate: Fate): { now: number; afterwards: number } =>
  ({
    lost: { now: 0, afterwards: 0 },
    'at once': { now: 1, afterwards: 0 },
    late: { now: 0, afterwards: 1 },
    twice: { now: 2, afterwards: 0 },
    'at once and late': { now: 1, afterwards: 1 },
  })[fate]

let addresses = 0

/** Does it in Zoho. @returns what Zoho would call it */
async function act(world: World, { id }: Student, { deed }: Step): Promise<string> {
  const isThere = (await world.studentNow(id)) !== undefined
  if (deed.do === 'restore') {
    if (!isThere) await world.control('POST', '/zoho/restore', { module: 'BTEC_Students', id })
    return 'updated'
  }
  if (!isThere || deed.do === 'nothing') return isThere ? 'updated' : 'deleted'
  if (deed.do === 'delete') {
    await world.deleteStudent(id)
    return 'deleted'
  }
  if (deed.do === 'new address') {
    addresses += 1
    await world.editStudent(id, { Academic_Email: `Moved+${addresses}@college.example` })
  } else {
    const choices = values[deed.field]
    await world.editStudent(id, { [deed.field]: choices[deed.value % choices.length] ?? null })
  }
  return 'updated'
}
