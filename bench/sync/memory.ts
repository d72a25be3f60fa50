import { startChild } from '../child.ts'
import type { Cluster } from '../cluster.ts'
import type { Report } from '../report.ts'
import { startCollege } from '../simulated-college.ts'
import type { SyncAnswer, SyncQuestion } from './sync-verb.ts'

const SIZES = (process.env.BENCH_SIZES ?? '1500,15000,100000').split(',').map(Number)

/** Node takes what there is before it tidies up; with little there is, what is needed shows. A reading that keeps all it read dies of it. */
const SMALL_HEAP = ['--max-old-space-size=80', '--max-semi-space-size=4']

/**
 * How much memory reading a whole college takes, in a process that does nothing else: every record is new, so that each is compared and
 * told of; nobody works on them, which is the service's business and never has more than a few sets in hand.
 */
export async function measureMemory(cluster: Cluster): Promise<Report> {
  const college = await startCollege()
  const peaks: { students: number; read: number; peakMb: number; seconds: number }[] = []
  try {
    for (const students of SIZES) {
      await college.empty()
      await college.fill({ students })
      const database = await cluster.migrated(`memory_${students}`)
      const verb = await startChild(
        new URL('./sync-verb.ts', import.meta.url),
        { databaseUrl: database.url, addresses: college.addresses },
        { nodeOptions: SMALL_HEAP },
      )
      const { read, peakMb, seconds } = await verb
        .ask<SyncAnswer>({ names: null, patienceMs: 0 } satisfies SyncQuestion)
        .finally(() => verb.stop())
      peaks.push({ students, read, peakMb, seconds })
    }
  } finally {
    await college.stop()
  }
  const [smallest] = peaks
  if (smallest === undefined) throw new Error('No size was named')
  return {
    measures: peaks.map(({ students, peakMb }) => {
      const ratio = peakMb / smallest.peakMb
      return {
        measure: `reading a college of ${students}: peak MB`,
        product: peakMb,
        floor: smallest.peakMb,
        ratio,
        goal: '≤ 1.5 × the smallest',
        met: ratio <= 1.5,
      }
    }),
    notes: peaks.map(
      ({ students, read, seconds }) => `memory: ${students} students, ${read} records read in ${seconds.toFixed(1)} s`,
    ),
  }
}
