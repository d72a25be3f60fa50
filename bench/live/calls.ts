import { setTimeout as pause } from 'node:timers/promises'
import type { Cluster } from '../cluster.ts'
import type { Report } from '../report.ts'
import type { Call } from '../simulated-college.ts'
import { type WarmCollege, warmCollege } from './warm-college.ts'

const RECORDS = 100
const HINTS_EACH = 10
const EDITS_EACH = 3
const BURST_EVERY_MS = 20
const ANSWERED_AFTER_MS = 25

/** What a thousand hints cost outside, when they come as they do: several at once for each record somebody works on. */
export async function measureCalls(cluster: Cluster): Promise<Report> {
  const world = await warmCollege(cluster, 'calls', RECORDS)
  try {
    for (const system of ['zoho', 'moodle'] as const) await world.college.pace({ system, perCallMs: ANSWERED_AFTER_MS })
    const before = new Map((await world.college.accounts()).map((account) => [String(account.id), { ...account }]))
    const since = await world.college.lastCall()
    await Promise.all(world.students.map(({ id }, nth) => burst(world, id, nth)))
    const open = await world.look.untilSettled(60_000)
    const calls = (await world.college.calls(since)).filter(({ operation }) => !operation.includes('token'))
    const unchanged = writesOfUnchangedValues(calls, before)
    const hints = RECORDS * HINTS_EACH
    const perHint = calls.length / hints
    const wrong = await notInStep(world)
    return {
      measures: [
        {
          measure: 'outside calls per hint, in bursts',
          product: perHint,
          floor: 2,
          ratio: perHint / 2,
          goal: '≤ 0.25',
          met: perHint <= 0.25 && open === 0 && wrong === 0,
        },
        {
          measure: 'writes of unchanged values',
          product: unchanged,
          floor: hints - RECORDS * EDITS_EACH,
          ratio: null,
          goal: '0',
          met: unchanged === 0,
        },
      ],
      notes: [
        `calls: ${hints} hints over ${RECORDS} records, each record edited ${EDITS_EACH} times in its burst of ${HINTS_EACH}; ` +
          `${calls.length} calls, ${wrong} records not in step afterwards; the floor is one read and one write per hint`,
      ],
    }
  } finally {
    await world.stop()
  }
}

async function burst({ college, sender }: WarmCollege, id: string, nth: number): Promise<void> {
  await pause(nth * BURST_EVERY_MS)
  const sending: Promise<unknown>[] = []
  for (let hint = 0; hint < HINTS_EACH; hint++) {
    if (hint % Math.ceil(HINTS_EACH / EDITS_EACH) === 0) await college.edit(id, { City: `Town ${nth}-${hint}` })
    sending.push(sender.hint(id))
  }
  await Promise.all(sending)
}

/** Replays what was written to each account: a field sent with the value it already had was written for nothing. */
function writesOfUnchangedValues(calls: readonly Call[], accounts: Map<string, Record<string, unknown>>): number {
  let unchanged = 0
  for (const { operation, body } of calls) {
    if (operation.startsWith('PUT ')) unchanged += 1 // Zoho knew every account's id before
    if (!operation.includes('update_users')) continue
    const form = new URLSearchParams(body ?? '')
    for (const [name, value] of form) {
      const [, row, field] = /^users\[(\d+)\]\[(\w+)\]$/.exec(name) ?? []
      if (field === undefined || field === 'id') continue
      const account = accounts.get(form.get(`users[${row}][id]`) ?? '')
      if (account === undefined) continue
      if (String(account[field]) === value) unchanged += 1
      account[field] = value
    }
  }
  return unchanged
}

async function notInStep({ college }: WarmCollege): Promise<number> {
  const { records } = await college.control<{ records: { id: string; City: string }[] }>(
    'GET',
    '/zoho/records/BTEC_Students?limit=100000',
  )
  const cities = new Map((await college.accounts()).map(({ idnumber, city }) => [idnumber, city]))
  return records.filter(({ id, City }) => cities.get(id) !== City).length
}
