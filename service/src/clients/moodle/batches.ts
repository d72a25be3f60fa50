/** Two at a time: Moodle's own work saturates two cores, and more only queue (reference/moodle.md §7). */
const AT_ONCE = 2

/**
 * Does the work of a set in batches, two at a time. After a failure no further batch is begun, and those under way are awaited,
 * because a write that outlives its run would no longer be anybody's.
 * @throws what the first failed batch threw
 */
export async function inBatches<T>(items: readonly T[], size: () => number, work: (batch: T[]) => Promise<void>): Promise<void> {
  let next = 0
  const failures: unknown[] = []
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const batch = items.slice(next, next + size())
      next += batch.length
      try {
        await work(batch)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  if (failures.length > 0) throw failures[0]
}

export const halvesOf = <T>(items: readonly T[]): [T[], T[]] => {
  const middle = Math.ceil(items.length / 2)
  return [items.slice(0, middle), items.slice(middle)]
}
