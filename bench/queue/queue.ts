import { type Child, startChild } from '../child.ts'
import type { Cluster } from '../cluster.ts'
import { median } from '../figures.ts'
import { installPeers } from '../peers.ts'
import type { Report } from '../report.ts'
import type { Drained, Question } from './contest.ts'

const ROUNDS = 5
const MANY = { subjects: 5_000, hintsEach: 2 }
/** DBOS is some hundred times slower: a rate can be told from fewer. */
const FEW = { subjects: 250, hintsEach: 2 }
/** Few, because pg-boss then fetches job by job, eight a second. */
const FAILING = { subjects: 40, hintsEach: 2 }

type Contestant = { name: string; amount: typeof MANY; child: Child<undefined> }

/** How many hints a second get through the queue, each contestant at its best, and what each does with an order and a failure. */
export async function measureQueue(cluster: Cluster): Promise<Report> {
  await installPeers()
  const contestants: Contestant[] = []
  const enter = async (name: string, file: URL, amount: typeof MANY, kind?: string): Promise<void> => {
    const database =
      kind === undefined ? await cluster.empty(name.replaceAll(/\W/g, '_')) : await cluster.migrated(name.replaceAll(/\W/g, '_'))
    contestants.push({
      name,
      amount,
      child: await startChild(file, { databaseUrl: database.url, superuserUrl: database.superuserUrl, kind }),
    })
    contestants.at(-1)?.child.process.kill('SIGSTOP')
  }
  await enter('ours_alone', new URL('./product.ts', import.meta.url), MANY, 'alone')
  await enter('ours_verdicts', new URL('./product.ts', import.meta.url), MANY, 'with verdicts')
  await enter('graphile', new URL('../peers/queue/graphile-worker.mjs', import.meta.url), MANY)
  await enter('pgboss', new URL('../peers/queue/pg-boss.mjs', import.meta.url), MANY)
  await enter('dbos', new URL('../peers/queue/dbos.mjs', import.meta.url), FEW)

  try {
    const rates = new Map<string, number[]>(contestants.map(({ name }) => [name, []]))
    const runs = new Map<string, number>()
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { name, amount, child } of round % 2 === 0 ? contestants : contestants.toReversed()) {
        const drained = await once(child, amount, 0)
        // The first round warms up.
        if (round > 0) rates.get(name)?.push(drained.hints / drained.seconds)
        runs.set(name, drained.runs)
      }
    }
    const failures = new Map<string, Drained>()
    for (const { name, child } of contestants) failures.set(name, await once(child, FAILING, 0.2))
    return report(rates, runs, failures)
  } finally {
    for (const { child } of contestants) child.process.kill('SIGCONT')
    await Promise.all(contestants.map(({ child }) => child.stop()))
  }
}

/** One contestant's turn. The others are frozen meanwhile: some poll the database all the time, which is not what is measured. */
async function once(child: Child<undefined>, amount: typeof MANY, failingShare: number): Promise<Drained> {
  child.process.kill('SIGCONT')
  try {
    await child.ask({ fill: amount } satisfies Question)
    return await child.ask<Drained>({ drain: { failingShare } } satisfies Question)
  } finally {
    child.process.kill('SIGSTOP')
  }
}

function report(rates: Map<string, number[]>, runs: Map<string, number>, failures: Map<string, Drained>): Report {
  const rate = (name: string): number => median(rates.get(name) ?? [])
  const peers = ['graphile', 'pgboss', 'dbos']
  const best = peers.reduce((a, b) => (rate(a) >= rate(b) ? a : b))
  // Ratios of the same round: a slow moment of the machine meets both.
  const ratio = (name: string): number =>
    median((rates.get(name) ?? []).map((own, at) => own / (rates.get(best)?.[at] ?? Number.NaN)))
  const ours = failures.get('ours_verdicts')
  return {
    measures: [
      {
        measure: 'queue alone, hints/s',
        product: rate('ours_alone'),
        floor: rate(best),
        ratio: ratio('ours_alone'),
        goal: '≥ 1 × the best',
        met: ratio('ours_alone') >= 1,
      },
      {
        measure: 'queue with verdicts, hints/s',
        product: rate('ours_verdicts'),
        floor: rate(best),
        ratio: ratio('ours_verdicts'),
        goal: '≥ 0.5 × the best',
        met: ratio('ours_verdicts') >= 0.5,
      },
      {
        measure: 'overtaken across forced retries',
        product: ours?.overtaken ?? Number.NaN,
        floor: Math.min(...peers.map((name) => failures.get(name)?.overtaken ?? 0)),
        ratio: null,
        goal: '0',
        met: ours?.overtaken === 0,
      },
      {
        measure: 'runs for 10,000 hints that wait together',
        product: runs.get('ours_verdicts') ?? Number.NaN,
        floor: runs.get(best) ?? null,
        ratio: null,
        goal: '≤ 5,000: joined',
        met: (runs.get('ours_verdicts') ?? Number.NaN) <= MANY.subjects,
      },
    ],
    notes: [
      `queue: ${MANY.subjects} subjects × ${MANY.hintsEach} hints (DBOS ${FEW.subjects}), median of ${ROUNDS} alternating rounds; hints/s: ${[...rates.keys()].map((name) => `${name} ${Math.round(rate(name))}`).join(', ')}`,
      `queue: overtaken with a fifth of the subjects failing once: ${[...failures].map(([name, { overtaken }]) => `${name} ${overtaken}`).join(', ')}`,
    ],
  }
}
