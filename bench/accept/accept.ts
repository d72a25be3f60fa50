import { type Child, startChild } from '../child.ts'
import type { Cluster } from '../cluster.ts'
import { fromRounds, type Pair } from '../figures.ts'
import type { Measure, Report } from '../report.ts'
import type { Load, LoadAnswer } from './load.ts'

/** Short rounds, so that a slow moment of the machine meets both. */
const ROUNDS = 9
const CROWD = { connections: 64, seconds: 1, atMost: 20_000 }
const ALONE = { connections: 1, seconds: 0.5, atMost: 2_000 }

/** How many signed events a second are written down and promised before they are answered. */
export async function measureAccept(cluster: Cluster): Promise<Report> {
  const door = async (kind: 'product' | 'floor'): Promise<Child<string>> =>
    startChild<string>(new URL('./door.ts', import.meta.url), {
      kind,
      databaseUrl: (await cluster.migrated(`accept_${kind}`)).url,
    })
  const [product, floor] = [await door('product'), await door('floor')]
  const load = await startChild(new URL('./load.ts', import.meta.url), {})
  const against = (url: string, how: Omit<Load, 'url'>): Promise<LoadAnswer> => load.ask({ url, ...how })
  try {
    for (const { ready } of [product, floor]) await against(ready, { connections: 64, seconds: 2, atMost: 20_000 })
    const crowd = await rounds(
      ROUNDS,
      () => against(product.ready, CROWD),
      () => against(floor.ready, CROWD),
    )
    const alone = await rounds(
      ROUNDS,
      () => against(product.ready, ALONE),
      () => against(floor.ready, ALONE),
    )
    return {
      measures: measuresOf(crowd, alone),
      notes: [
        `accept: ${ROUNDS} rounds of ${CROWD.seconds} s over ${CROWD.connections} connections, then of ${ALONE.seconds} s over one; p50 crowded ` +
          `${ms(crowd, 'p50').product.toFixed(2)} ms (floor ${ms(crowd, 'p50').floor.toFixed(2)})`,
      ],
    }
  } finally {
    await Promise.all([product.stop(), floor.stop(), load.stop()])
  }
}

type Round = { product: LoadAnswer; floor: LoadAnswer }

/** The order changes with each round, so that neither is always the one that meets a full disk cache. */
async function rounds(count: number, product: () => Promise<LoadAnswer>, floor: () => Promise<LoadAnswer>): Promise<Round[]> {
  const results: Round[] = []
  for (let nth = 0; nth < count; nth++) {
    if (nth % 2 === 0) results.push({ floor: await floor(), product: await product() })
    else results.push({ product: await product(), floor: await floor() })
  }
  return results
}

const ms = (all: readonly Round[], figure: keyof LoadAnswer): ReturnType<typeof fromRounds> =>
  fromRounds(all.map(({ product, floor }): Pair => ({ product: product[figure], floor: floor[figure] })))

function measuresOf(crowd: readonly Round[], alone: readonly Round[]): Measure[] {
  const rate = ms(crowd, 'eventsPerSecond')
  const p99 = ms(crowd, 'p99')
  const single = ms(alone, 'p50')
  return [
    { measure: 'durable accept, 64 connections, events/s', ...rate, goal: '≥ 1.8 ×, aim 2', met: rate.ratio >= 1.8 },
    { measure: 'durable accept, 64 connections, p99 ms', ...p99, goal: 'no worse', met: p99.ratio <= 1 },
    { measure: 'durable accept alone, 1 connection, p50 ms', ...single, goal: 'no slower', met: single.ratio <= 1.05 },
  ]
}
