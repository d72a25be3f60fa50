import { setTimeout as pause } from 'node:timers/promises'
import { createLog } from '../../src/log/log.ts'
import { serviceProcesses } from '../crashes/service-process.ts'
import { hint } from '../hints.ts'
import { syncEverything } from '../sync-everything.ts'
import { createWorld, type World } from '../world.ts'
import { type Entered, edit, enterCollege } from './college-entered.ts'
import { type Deed, type Fate, type History, type Module, modules } from './college-histories.ts'

export type Lived = { world: World; troubles: readonly string[]; entered: Entered }

const subjects = {
  Products: 'program',
  BTEC_Teachers: 'teacher',
  BTEC_Students: 'student',
  BTEC: 'unit',
  BTEC_Classes: 'class',
  BTEC_Registrations: 'registration',
  BTEC_Payments: 'payment',
  BTEC_Enrollments: 'enrollment',
} as const
type Touched = { module: Module | 'BTEC_Enrollments'; id: string }

/** A college of its own for one history: what one leaves in the inbox is not taken for the next one's. */
export async function inACollege(history: History, look: (lived: Lived) => Promise<void>): Promise<void> {
  const troubles: string[] = []
  const world = await createWorld({
    log: createLog('error', { write: (line: string) => void troubles.push(line) }),
    settings: {
      'queue.timings': { lease_ms: 5_000, poll_ms: 25 },
      'events.retries': { attempts: 25, first_delay_ms: 10, longest_delay_ms: 50 },
      'loop.changes_per_hour': 1_000_000,
      'deletions.per_hour': 1_000_000,
      'deletions.look_again_minutes': 0.005,
      'breaker.outages': 4,
      'breaker.probe_ms': 20,
      'college.time_zone': 'Asia/Amman',
    },
  })
  try {
    await world.installPlugin()
    const processes = serviceProcesses()
    const startSecond = async (): Promise<string> => (await world.secondProcess(processes.launch)).url
    const second: Second = {
      url: await startSecond(),
      async crash() {
        await processes.kill()
        second.url = await startSecond()
      },
    }
    await look({ world, troubles, entered: await liveThrough(world, second, history) })
  } finally {
    await world.stop()
  }
}

/** Another process beside the one of the world, which can be killed. */
type Second = { url: string; crash(): Promise<void> }

async function liveThrough(world: World, second: Second, history: History): Promise<Entered> {
  const entered = await enterCollege(world)
  const touched = new Map<string, Touched>()
  const late: { at: number; tell: () => Promise<void> }[] = []
  const tell = async ({ module, id }: Touched, door: 0 | 1): Promise<void> => {
    const eventType = (await world.recordNow(module, id)) === undefined ? 'deleted' : 'updated'
    // The first process may have been replaced meanwhile.
    const { status } = await hint(door === 0 ? world.url : second.url, { subject: subjects[module], recordId: id, eventType })
    if (status !== 202) throw new Error(`The door answered ${status} to a good hint`)
  }
  const at = (nr: number): number => history.shuffle[nr % history.shuffle.length] ?? 0
  for (const module of modules) for (const id of entered[module]) touched.set(id, { module, id })
  // Children are heard of before their parents as often as not.
  for (const [nr, one] of [...touched.values()].entries()) late.push({ at: at(nr), tell: () => tell(one, nr % 2 === 0 ? 0 : 1) })
  // Who is refused a token must be quiet for minutes.
  for (const fault of history.weather) await world.fault({ ...fault, match: fault.system === 'zoho' ? '/crm/' : '' })

  for (const [nr, { deed, fate, door }] of history.steps.entries()) {
    for (const [copy, one] of (await act(world, second, entered, deed)).entries()) {
      touched.set(one.id, one)
      const { now, afterwards } = deliveries[fate]
      for (let times = 0; times < now; times += 1) await tell(one, door)
      if (afterwards) late.push({ at: at(nr * 3 + copy), tell: () => tell(one, door) })
    }
    // Some of what is late comes in the middle.
    if (nr % 8 === 7) for (const { tell: speak } of late.splice(0, 6)) await speak()
  }
  for (const { tell: speak } of late.toSorted((one, other) => one.at - other.at)) await speak()
  await quiet(world)
  await world.clearFaults()
  if (history.heal === 'sync') await syncEverything(world)
  else
    for (const one of [...touched.values()].toSorted(
      (one, other) => at(Number(one.id.slice(-3))) - at(Number(other.id.slice(-3))),
    ))
      await tell(one, 1)
  await quiet(world)
  return entered
}

const deliveries: Record<Fate, { now: number; afterwards: boolean }> = {
  lost: { now: 0, afterwards: false },
  'at once': { now: 1, afterwards: false },
  late: { now: 0, afterwards: true },
  twice: { now: 2, afterwards: false },
  'at once and late': { now: 1, afterwards: true },
}

/** Nothing is due; what only waits for its parent may go on waiting. */
async function quiet(world: World): Promise<void> {
  const due = `select flow, subject, waits_for, attempts from queue_jobs where state = 'running' or waits_for is null or waits_for not like 'link:%'`
  for (const deadline = Date.now() + 60_000; ; await pause(20)) {
    const { rows } = await world.look.query(due)
    if (rows.length === 0) return
    if (Date.now() > deadline) throw new Error(`Never quiet: ${JSON.stringify(rows)}`)
  }
}

type Row = { id: string; Enrolled_Students: { id: string } | null; Classes: { id: string } | null }

/** Does it in Zoho. @returns the records that were edited by it */
async function act(world: World, second: Second, entered: Entered, deed: Deed): Promise<Touched[]> {
  switch (deed.do) {
    case 'restart':
      await world.restart()
      return []
    case 'crash':
      await second.crash()
      return []
    case 'lost leases':
      await world.look.query(`update queue_jobs set lease_until = now() - interval '1 second' where state = 'running'`)
      return []
    case 'rest':
      await quiet(world)
      return []
    case 'put in':
    case 'take out':
    case 'describe':
      return actOnPair(world, entered, deed)
    default: {
      const touched = { module: deed.module, id: entered[deed.module][deed.nr] ?? '' }
      const isThere = (await world.recordNow(deed.module, touched.id)) !== undefined
      if (deed.do === 'restore') {
        if (!isThere) await world.control('POST', '/zoho/restore', touched)
      } else if (isThere && deed.do === 'delete') await world.remove(deed.module, touched.id)
      else if (isThere && deed.do === 'edit') await edit(world, entered, deed)
      return [touched]
    }
  }
}

async function actOnPair(world: World, entered: Entered, deed: Deed & { student: number; class: number }): Promise<Touched[]> {
  const student = entered.BTEC_Students[deed.student] ?? ''
  const into = entered.BTEC_Classes[deed.class] ?? ''
  const parents = [await world.recordNow('BTEC_Students', student), await world.recordNow('BTEC_Classes', into)]
  if (parents.includes(undefined)) return []
  const row = await rowOf(world, student, into)
  const ofClass: Touched = { module: 'BTEC_Classes', id: into }
  const ofStudent: Touched = { module: 'BTEC_Students', id: student }
  if (deed.do === 'describe') {
    if (row === undefined) return []
    await world.edit('BTEC_Enrollments', row.id, { Enrollment_Type: deed.type, End_Date: deed.end })
    return [{ module: 'BTEC_Enrollments', id: row.id }]
  }
  if (deed.do !== 'put in' && deed.do !== 'take out') return []
  if ((deed.do === 'put in') === (row !== undefined)) return []
  const leaves = row === undefined ? undefined : { id: row.id, _delete: null }
  if (deed.by === 'class') {
    await world.edit('BTEC_Classes', into, { Enrolled_Students: [leaves ?? { Enrolled_Students: { id: student } }] })
    return [ofClass]
  }
  if (deed.by === 'student') {
    await world.edit('BTEC_Students', student, { Classes: [leaves ?? { Classes: { id: into } }] })
    return [ofStudent]
  }
  if (row === undefined) {
    const made = await world.put('BTEC_Enrollments', { Enrolled_Students: { id: student }, Classes: { id: into } })
    return [{ module: 'BTEC_Enrollments', id: made.id }]
  }
  await world.remove('BTEC_Enrollments', row.id)
  return [{ module: 'BTEC_Enrollments', id: row.id }]
}

async function rowOf(world: World, student: string, into: string): Promise<Row | undefined> {
  const { records } = await world.control<{ records: Row[] }>('GET', '/zoho/records/BTEC_Enrollments')
  return records.find(({ Enrolled_Students, Classes }) => Enrolled_Students?.id === student && Classes?.id === into)
}
