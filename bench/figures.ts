/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2
}

/** Two figures of one round: of the product, and of what it is held against. */
export type Pair = { product: number; floor: number }

/** Medians of each, and the median of the rounds' own ratios: a slow moment of the machine meets both of a round. */
export const fromRounds = (rounds: readonly Pair[]): Pair & { ratio: number } => ({
  product: median(rounds.map(({ product }) => product)),
  floor: median(rounds.map(({ floor }) => floor)),
  ratio: median(rounds.map(({ product, floor }) => product / floor)),
})
