import { startChild } from '../child.ts'
import type { Cluster } from '../cluster.ts'
import { fromRounds, type Pair } from '../figures.ts'
import type { Report } from '../report.ts'
import { setSetting, startService } from '../service.ts'
import { type College, startCollege } from '../simulated-college.ts'
import { counted, isWrite } from './calls.ts'
import type { SyncAnswer, SyncQuestion } from './sync-verb.ts'

const STUDENTS = 1_500
const ROUNDS = 3
/** As measured on a real Moodle. */
const MOODLE = { system: 'moodle', perCallMs: 20, perRowWrittenMs: 1.5, perRowFoundMs: 2.9, servedAtOnce: 2 } as const

type Second = { writes: number; zohoCalls: number; seconds: number }

/** How long a college's first sync takes, and what a second one costs when nothing has changed. */
export async function measureSync(cluster: Cluster): Promise<Report> {
  const college = await startCollege()
  const rounds: Pair[] = []
  const seconds: Second[] = []
  let calls = ''
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const bare = async (): Promise<number> => {
        await prepare(college)
        return bareScript(college)
      }
      const full = async (): Promise<number> => {
        await prepare(college)
        const { first, second, callsOfFirst } = await bySyncVerb(cluster, college, round)
        seconds.push(second)
        calls = callsOfFirst
        return first
      }
      // The order changes with each round.
      if (round % 2 === 0) rounds.push({ floor: await bare(), product: await full() })
      else rounds.push({ product: await full(), floor: await bare() })
    }
  } finally {
    await college.stop()
  }
  const time = fromRounds(rounds)
  const writes = Math.max(...seconds.map((second) => second.writes))
  const zohoCalls = Math.max(...seconds.map((second) => second.zohoCalls))
  return {
    measures: [
      { measure: `first sync of ${STUDENTS} students, s`, ...time, goal: '≤ 1.25 ×', met: time.ratio <= 1.25 },
      { measure: 'second sync: writes', product: writes, floor: null, ratio: null, goal: '0', met: writes === 0 },
      { measure: 'second sync: calls of Zoho', product: zohoCalls, floor: null, ratio: null, goal: '≤ 10', met: zohoCalls <= 10 },
    ],
    notes: [
      `sync: median of ${ROUNDS} alternating rounds; the last round's calls: ${calls}`,
      `sync: the second run took ${Math.min(...seconds.map((second) => second.seconds)).toFixed(2)} s`,
    ],
  }
}

async function prepare(college: College): Promise<void> {
  await college.empty()
  await college.enrol(STUDENTS)
  await college.pace(MOODLE)
}

async function bareScript(college: College): Promise<number> {
  const script = await startChild(new URL('./bare-script.ts', import.meta.url), { addresses: college.addresses })
  const { seconds, made } = await script.ask<{ seconds: number; made: number }>('run').finally(() => script.stop())
  await allThere(college, made)
  return seconds
}

async function bySyncVerb(cluster: Cluster, college: College, round: number) {
  const database = await cluster.migrated(`sync_${round}`)
  await setSetting(database, 'moodle.auth', 'oauth2')
  const service = await startService(database, college.addresses)
  const verb = await startChild(new URL('./sync-verb.ts', import.meta.url), {
    databaseUrl: database.url,
    addresses: college.addresses,
  })
  try {
    const start = await college.lastCall()
    const first = await verb.ask<SyncAnswer>({ names: ['students'] } satisfies SyncQuestion)
    await allThere(college, first.changed - first.failed)
    const between = await college.lastCall()
    const second = await verb.ask<SyncAnswer>({ names: ['students'] } satisfies SyncQuestion)
    const calls = await college.calls(between)
    return {
      first: first.seconds,
      callsOfFirst: counted((await college.calls(start)).filter(({ seq }) => seq <= between).map(({ operation }) => operation)),
      second: {
        seconds: second.seconds,
        writes: calls.filter(isWrite).length,
        zohoCalls: calls.filter(({ system }) => system === 'zoho').length,
      },
    }
  } finally {
    await Promise.all([verb.stop(), service.stop()])
  }
}

/** A sync that is fast because it forgot somebody is no sync. */
async function allThere(college: College, made: number): Promise<void> {
  const accounts = new Map((await college.accounts()).map(({ idnumber, id }) => [idnumber, String(id)]))
  const { records } = await college.control<{ records: Record<string, unknown>[] }>(
    'GET',
    '/zoho/records/BTEC_Students?limit=100000',
  )
  const told = records.filter(({ id, Student_Moodle_ID }) => accounts.get(id) === Student_Moodle_ID)
  if (made !== STUDENTS || accounts.size !== STUDENTS || told.length !== STUDENTS)
    throw new Error(`Of ${STUDENTS} students ${made} were made, ${accounts.size} have an account, and Zoho knows ${told.length}`)
}
