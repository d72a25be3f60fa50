import { startChild } from '../child.ts'
import type { Cluster } from '../cluster.ts'
import { fromRounds, type Pair } from '../figures.ts'
import type { Report } from '../report.ts'
import { setSetting, startService } from '../service.ts'
import { type College, startCollege } from '../simulated-college.ts'
import { counted, isWrite } from './calls.ts'
import { hasAccount } from './standing.ts'
import type { SyncAnswer, SyncQuestion } from './sync-verb.ts'

/** 1,500 students make 3 programmes, 180 classes of theirs, 4,500 enrolments, 6,000 payments and some 200 units. */
const SIZE = { students: Number(process.env.BENCH_STUDENTS ?? 1_500), paymentsEach: 4, unitsPerProgram: 67 }
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
/** As measured on a real Moodle. */
const MOODLE = { system: 'moodle', perCallMs: 20, perRowWrittenMs: 1.5, perRowFoundMs: 2.9, servedAtOnce: 2 } as const

type Second = { writes: number; zohoCalls: number; seconds: number; calls: string }

/** How long the first sync of a whole college takes, and what a second one costs when nothing has changed. */
export async function measureCollege(cluster: Cluster): Promise<Report> {
  const college = await startCollege()
  const rounds: Pair[] = []
  const seconds: Second[] = []
  const notes: string[] = []
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const bare = async (): Promise<number> => {
        await prepare(college)
        const script = await startChild(new URL('./bare-college.ts', import.meta.url), { addresses: college.addresses })
        const start = await college.lastCall()
        const done = await script.ask<{ seconds: number; enrolments: number }>('run').finally(() => script.stop())
        await allThere(college)
        notes[0] = `college: the script's calls: ${counted((await college.calls(start)).map(({ operation }) => operation))}`
        return done.seconds
      }
      const full = async (): Promise<number> => {
        await prepare(college)
        const { first, second, calls } = await bySync(cluster, college, round)
        seconds.push(second)
        notes[1] = `college: our calls: ${calls}`
        notes[2] = `college: the second run's calls: ${second.calls}`
        return first
      }
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
      { measure: `first sync of a college of ${SIZE.students}, s`, ...time, goal: '≤ 1.25 ×', met: time.ratio <= 1.25 },
      { measure: 'unchanged college: writes', product: writes, floor: null, ratio: null, goal: '0', met: writes === 0 },
      {
        measure: 'unchanged college: calls of Zoho',
        product: zohoCalls,
        floor: null,
        ratio: null,
        goal: '≤ 40',
        met: zohoCalls <= 40,
      },
    ],
    notes: [...notes, `college: the second run took ${Math.min(...seconds.map((second) => second.seconds)).toFixed(2)} s`],
  }
}

async function prepare(college: College): Promise<void> {
  await college.empty()
  await college.control('PATCH', '/moodle/settings', { plugin: true })
  await college.fill(SIZE)
  await college.pace(MOODLE)
}

async function bySync(cluster: Cluster, college: College, round: number) {
  const database = await cluster.migrated(`college_${round}`)
  await setSetting(database, 'moodle.auth', 'oauth2')
  const service = await startService(database, college.addresses)
  const verb = await startChild(new URL('./sync-verb.ts', import.meta.url), {
    databaseUrl: database.url,
    addresses: college.addresses,
  })
  try {
    const start = await college.lastCall()
    const everything: SyncQuestion = { names: null }
    const first = await verb.ask<SyncAnswer>(everything)
    if (first.failed + first.waiting > 0)
      throw new Error(`Of the first sync ${first.failed} failed and ${first.waiting} did not come to an end`)
    await allThere(college)
    const between = await college.lastCall()
    const second = await verb.ask<SyncAnswer>(everything)
    const calls = await college.calls(between)
    const ofFirst = (await college.calls(start)).filter(({ seq }) => seq <= between)
    return {
      first: first.seconds,
      calls: counted(ofFirst.map(({ operation }) => operation)),
      second: {
        seconds: second.seconds,
        writes: calls.filter(isWrite).length,
        zohoCalls: calls.filter(({ system }) => system === 'zoho').length,
        calls: counted(calls.map(({ operation }) => operation)),
      },
    }
  } finally {
    await Promise.all([verb.stop(), service.stop()])
  }
}

/** A sync that is fast because it forgot somebody is no sync. */
async function allThere(college: College): Promise<void> {
  const count = async (table: string): Promise<number> =>
    (await college.control<{ count: number }>('GET', `/moodle/records/${table}?limit=1`)).count
  const students = new Set((await college.read('BTEC_Students', ['id', 'Status'])).filter(hasAccount).map(({ id }) => id))
  const enrolled = (await college.read('BTEC_Enrollments', ['id', 'Enrolled_Students'])).filter(({ Enrolled_Students }) =>
    students.has((Enrolled_Students as { id: string }).id),
  ).length
  const [enrolments, finance] = [await count('enrolments'), await count('finance')]
  if (enrolments < enrolled || finance < students.size)
    throw new Error(`Of ${enrolled} enrolments ${enrolments} arrived, and the finance of ${finance} of ${students.size} students`)
}
