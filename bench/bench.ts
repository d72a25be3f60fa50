import { parseArgs } from 'node:util'
import { measureAccept } from './accept/accept.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { measureKill } from './kill/kill.ts'
import { measureCalls } from './live/calls.ts'
import { measureLatency } from './live/latency.ts'
import { measurePlan } from './plan/plan.ts'
import { measureQueue } from './queue/queue.ts'
import { forMachines, type Report, tableOf } from './report.ts'
import { measureCollege } from './sync/college.ts'
import { measureMemory } from './sync/memory.ts'
import { measureRealMoodle } from './sync/real-moodle.ts'
import { measureSync } from './sync/sync.ts'

/** `npm run bench [-- --json] [-- --only <name>]`: each row of the table in README.md, measured here and now. */
const benches: Record<string, (cluster: Cluster) => Promise<Report>> = {
  accept: measureAccept,
  queue: measureQueue,
  latency: measureLatency,
  calls: measureCalls,
  sync: measureSync,
  college: measureCollege,
  memory: measureMemory,
  plan: (cluster) => measurePlan(cluster),
  // Only where BENCH_MOODLE_URL and BENCH_MOODLE_TOKEN name one.
  moodle: measureRealMoodle,
  kill: measureKill,
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } } })
const names = values.only ?? Object.keys(benches)
const unknown = names.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join('", "')}". There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

const reports: Report[] = []
const cluster = await startCluster()
// Its server is a session of its own, so that nobody else ends it with us; the contestants end when we are gone.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cluster.stop().finally(() => process.exit(1)))
try {
  for (const name of names) {
    console.error(`measuring ${name} …`)
    const report = await benches[name]?.(cluster)
    if (report !== undefined) reports.push(report)
  }
} finally {
  await cluster.stop()
}

const measures = reports.flatMap((report) => report.measures)
if (values.json) console.log(JSON.stringify(forMachines(measures), null, 2))
else console.log([tableOf(measures), '', ...reports.flatMap(({ notes }) => notes.map((note) => `- ${note}`))].join('\n'))
process.exitCode = measures.every(({ met }) => met) ? 0 : 1
