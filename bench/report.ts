/** One figure of the product beside the floor's or the best peer's of the same run. Null where there is nothing to compare with. */
export type Measure = {
  measure: string
  product: number
  floor: number | null
  ratio: number | null
  goal: string
  met: boolean
}

export type Report = {
  measures: Measure[]
  /** What the figures rest on, for people. */
  notes: string[]
}

export function tableOf(measures: readonly Measure[]): string {
  const rows = measures.map(({ measure, product, floor, ratio, goal, met }) => [
    measure,
    round(product),
    floor === null ? '–' : round(floor),
    ratio === null ? '–' : ratio.toFixed(2),
    goal,
    met ? 'yes' : '**no**',
  ])
  const all = [['measure', 'product', 'floor / best peer', 'ratio', 'goal', 'met'], ...rows]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(all[0] ?? []), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export const round = (value: number): string => {
  if (Math.abs(value) >= 100) return String(Math.round(value))
  return String(Math.round(value * 100) / 100)
}

/** Four significant digits are more than the machine's noise allows. */
export const forMachines = (measures: readonly Measure[]): Measure[] =>
  measures.map((one) => ({
    ...one,
    product: short(one.product),
    floor: one.floor === null ? null : short(one.floor),
    ratio: one.ratio === null ? null : short(one.ratio),
  }))

const short = (value: number): number => Number(value.toPrecision(4))
