import { startChild } from '../child.ts'
import type { Cluster } from '../cluster.ts'
import type { Report } from '../report.ts'
import { setSetting, startService } from '../service.ts'
import { type College, startCollege } from '../simulated-college.ts'
import type { SyncAnswer, SyncQuestion } from '../sync/sync-verb.ts'
import type { PlanAnswer, PlanQuestion } from './plan-verb.ts'

const STUDENTS = 15_000
const DRIFT = 0.01
/** As measured on a real Moodle. */
const MOODLE = { system: 'moodle', perCallMs: 20, perRowWrittenMs: 1.5, perRowFoundMs: 2.9, servedAtOnce: 2 } as const
/** The pages of a reading and a look at what differs; a single read for each student would be thousands. */
const MOST_CREDITS = 40
const MOST_MB = 300

/** What planning costs in a college in step where a hundredth of the students were edited, and whether exactly those are done. */
export async function measurePlan(cluster: Cluster, students = STUDENTS): Promise<Report> {
  const college = await startCollege()
  try {
    return await withDrift(cluster, college, students)
  } finally {
    await college.stop()
  }
}

async function withDrift(cluster: Cluster, college: College, students: number): Promise<Report> {
  const database = await cluster.migrated('plan')
  await setSetting(database, 'moodle.auth', 'oauth2')
  const everybody = await college.enrol(students)
  const service = await startService(database, college.addresses)
  const beside = { databaseUrl: database.url, addresses: college.addresses }
  const sync = await startChild(new URL('../sync/sync-verb.ts', import.meta.url), beside)
  const verb = await startChild(new URL('./plan-verb.ts', import.meta.url), beside)
  const ask = (question: PlanQuestion): Promise<PlanAnswer> => verb.ask<PlanAnswer>(question)
  try {
    const first = await sync.ask<SyncAnswer>({ names: ['students'] } satisfies SyncQuestion)
    if (first.failed + first.waiting > 0) throw new Error(`${first.failed + first.waiting} students did not come into step`)
    const drifted = everybody.filter((_, nr) => nr % Math.round(1 / DRIFT) === 0)
    for (const { id } of drifted) await college.edit(id, { City: 'Irbid' })
    await college.pace(MOODLE)

    const from = await college.lastCall()
    const plan = await ask({ create: 'students' })
    const calls = await college.calls(from)
    const writes = calls.filter(({ operation }) => /^PUT |create|update|upsert/.test(operation)).length
    // Whoever was touched may have a new photo, and nothing but a look tells.
    const photos = calls.filter(({ url }) => /\/(?:photo|Attachments)\b/.test(url)).length
    const applied = await ask({ apply: plan.id })
    const again = await ask({ create: 'students' })
    const planned = plan.counts.planned ?? 0
    const done = applied.counts.applied ?? 0
    return {
      measures: [
        only(`plan of ${students} students, ${drifted.length} of them edited, s`, plan.seconds, '–', true),
        only('plan: students who would change', planned, `${drifted.length}`, planned === drifted.length),
        only('plan: writes', writes, '0', writes === 0),
        only(
          'plan: Zoho credits, looks for photos apart',
          plan.spentCredits - photos,
          `≤ ${MOST_CREDITS}`,
          plan.spentCredits - photos <= MOST_CREDITS,
        ),
        only('plan: most memory, MB', plan.peakMb, `≤ ${MOST_MB}`, plan.peakMb <= MOST_MB),
        only('plan: applied as planned', done, `${drifted.length}`, done === drifted.length),
        only('plan: would change afterwards', again.counts.planned ?? 0, '0', (again.counts.planned ?? 0) === 0),
      ],
      notes: [
        `plan: looked at ${plan.lookedAt} on both sides, and for photos with ${photos} calls; applying took ${applied.seconds.toFixed(2)} s`,
      ],
    }
  } finally {
    await Promise.all([verb.stop(), sync.stop(), service.stop()])
  }
}

const only = (measure: string, product: number, goal: string, met: boolean) => ({
  measure,
  product,
  floor: null,
  ratio: null,
  goal,
  met,
})
