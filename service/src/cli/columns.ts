/** Rows under each other, each column as wide as its widest cell; the last one may be long. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** `2026-01-25 10:30:00`, in UTC as everything else here. */
export const clock = (instant: string | Date): string => new Date(instant).toISOString().slice(0, 19).replace('T', ' ')

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
