import { setTimeout as pause } from 'node:timers/promises'
import type { Cluster } from '../cluster.ts'
import { median, quantile } from '../figures.ts'
import type { Report } from '../report.ts'
import type { Call } from '../simulated-college.ts'
import { type WarmCollege, warmCollege } from './warm-college.ts'

const STUDENTS = 300
const PER_SECOND = 10
const ANSWERED_AFTER_MS = 25

type Journey = { tookMs: number; callsMs: number }

/** How much later than its own calls a change is in Moodle, while ten hints a second come in. */
export async function measureLatency(cluster: Cluster): Promise<Report> {
  const world = await warmCollege(cluster, 'latency', STUDENTS)
  try {
    for (const system of ['zoho', 'moodle'] as const) await world.college.pace({ system, perCallMs: ANSWERED_AFTER_MS })
    const journeys = await sendAndFollow(world)
    const added = journeys.map(({ tookMs, callsMs }) => tookMs - callsMs)
    const [took, calls] = [journeys.map(({ tookMs }) => tookMs), journeys.map(({ callsMs }) => callsMs)]
    const row = (share: number, goal: number) => ({
      measure: `hint → effect at ${PER_SECOND}/s, p${share * 100} ms added`,
      product: quantile(added, share),
      floor: quantile(calls, share),
      ratio: quantile(took, share) / quantile(calls, share),
      goal: `≤ +${goal} ms`,
      met: quantile(added, share) <= goal,
    })
    return {
      measures: [row(0.5, 10), row(0.99, 50)],
      notes: [
        `latency: ${journeys.length} hints at random moments, ${PER_SECOND} a second; from sending a hint until the answer of the write it caused, ` +
          `median ${median(took).toFixed(0)} ms, of which its calls ${median(calls).toFixed(0)} ms (the floor column)`,
      ],
    }
  } finally {
    await world.stop()
  }
}

async function sendAndFollow({ college, sender, look, students }: WarmCollege): Promise<Journey[]> {
  const since = await college.lastCall()
  const sentAt = new Map<string, number>()
  const sending: Promise<unknown>[] = []
  for (const [nth, { id }] of students.entries()) {
    // As people come: at random, not one every tenth of a second.
    await pause((-Math.log(1 - Math.random()) * 1000) / PER_SECOND)
    await college.edit(id, { City: `Town ${nth}` })
    sentAt.set(id, Date.now())
    sending.push(sender.hint(id))
  }
  await Promise.all(sending)
  await look.untilSettled(30_000)

  const calls = await college.calls(since)
  const accounts = new Map((await college.accounts()).map(({ idnumber, id }) => [String(idnumber), String(id)]))
  return students.map(({ id }) => journeyOf(calls, id, accounts.get(id) ?? '', sentAt.get(id) ?? 0))
}

/** What was asked about one student until the write that changed them, by the simulators' own watch. */
function journeyOf(calls: readonly Call[], student: string, account: string, sentAt: number): Journey {
  const own = calls.filter(
    ({ url, body, operation }) =>
      (url.includes(student) || body?.includes(student) || speaksOf(body ?? '', account)) && !operation.includes('token'),
  )
  const write = own.findIndex(({ operation }) => operation.includes('update_users'))
  const last = own[write]
  if (last === undefined) throw new Error(`Nothing was changed for ${student}`)
  const callsMs = own.slice(0, write + 1).reduce((sum, { ms }) => sum + (ms ?? 0), 0)
  return { tookMs: Date.parse(last.at) + (last.ms ?? 0) - sentAt, callsMs }
}

/** A form names an account as the value of a variable of its own. */
const speaksOf = (body: string, account: string): boolean =>
  [...new URLSearchParams(body)].some(([name, value]) => value === account && /^values\[|\[id\]$/.test(name))
