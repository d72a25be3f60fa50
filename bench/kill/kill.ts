import type { Cluster } from '../cluster.ts'
import { installPeers } from '../peers.ts'
import type { Report } from '../report.ts'
import type { Contestant, Verdict } from './contestant.ts'
import { ours } from './ours.ts'
import { peer } from './peer.ts'
import { type Torment, torment } from './torment.ts'

const ANSWER_AFTER_MS = 150
const LOAD: Torment = { kills: 20, perSecond: 40, pauseMs: [3_000, 9_000], patienceMs: 45_000 }
/** More than can be sent while all kills last. */
const STUDENTS = 10_000
const SHORT_LEASE_MS = 2_000

/** What is left of the promises when the process that made them is killed twenty times. */
export async function measureKill(cluster: Cluster): Promise<Report> {
  await installPeers()
  const entrants: (() => Promise<Contestant>)[] = [
    async () => ours('ours', await cluster.migrated('kill_ours'), ANSWER_AFTER_MS, STUDENTS, undefined),
    async () => ours('ours, lease 2 s', await cluster.migrated('kill_ours_short'), ANSWER_AFTER_MS, STUDENTS, SHORT_LEASE_MS),
    async () =>
      peer('graphile-worker', 'graphile-worker.mjs', await cluster.empty('kill_graphile'), ANSWER_AFTER_MS, 'as it comes'),
    async () => peer('pg-boss', 'pg-boss.mjs', await cluster.empty('kill_pgboss'), ANSWER_AFTER_MS, 'as it comes'),
    async () =>
      peer('pg-boss, heartbeat 10 s', 'pg-boss.mjs', await cluster.empty('kill_pgboss_beat'), ANSWER_AFTER_MS, 'shortest'),
    async () => peer('DBOS', 'dbos.mjs', await cluster.empty('kill_dbos'), ANSWER_AFTER_MS, 'as it comes'),
  ]
  const verdicts: Verdict[] = []
  for (const enter of entrants) {
    const contestant = await enter()
    console.error(`  killing ${contestant.name} …`)
    try {
      verdicts.push(await torment(contestant, LOAD))
    } finally {
      await contestant.stop()
    }
  }
  return report(verdicts)
}

function report(verdicts: readonly Verdict[]): Report {
  const own = verdicts.find(({ name }) => name === 'ours')
  const peers = verdicts.filter(({ name }) => !name.startsWith('ours'))
  if (own === undefined) throw new Error('The product was not measured')
  const best = (figure: 'undone' | 'doubled' | 'longestStandstillMs'): number => Math.min(...peers.map((one) => one[figure]))
  const seconds = own.longestStandstillMs / 1000
  const bestSeconds = best('longestStandstillMs') / 1000
  return {
    measures: [
      {
        measure: `${own.kills} × kill -9: events lost`,
        product: own.undone,
        floor: best('undone'),
        ratio: null,
        goal: '0',
        met: own.undone === 0,
      },
      {
        measure: `${own.kills} × kill -9: double effects`,
        product: own.doubled,
        floor: best('doubled'),
        ratio: null,
        goal: '0',
        met: own.doubled === 0,
      },
      {
        measure: `${own.kills} × kill -9: longest standstill of a subject, s`,
        product: seconds,
        floor: bestSeconds,
        ratio: seconds / bestSeconds,
        goal: '< 15, aim < 5',
        met: seconds < 15,
      },
    ],
    notes: verdicts.map(
      ({ name, given, kills, undone, doubled, longestStandstillMs }) =>
        `kill: ${name}: ${given} given, ${kills} kills, ${undone} not done ${LOAD.patienceMs / 1000} s after the last kill, ` +
        `${doubled} effects doubled, longest standstill ${undone > 0 ? '> ' : ''}${(longestStandstillMs / 1000).toFixed(1)} s`,
    ),
  }
}
