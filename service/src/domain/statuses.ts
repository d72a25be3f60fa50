/** Where an event is on its way. Whether a person must act is a separate yes or no beside it. */
export const statuses = ['pending', 'processing', 'waiting', 'held', 'rehearsed', 'completed', 'skipped', 'failed'] as const
export type Status = (typeof statuses)[number]

/**
 * Which status may follow which. Anything else is a bug, and the ledger refuses it. A failed event is closed from outside only by
 * `resolveOlderFailures`, which is why `completed` does not stand behind `failed` here.
 */
export const transitions: Record<Status, readonly Status[]> = {
  pending: ['processing', 'skipped'],
  processing: ['processing', 'pending', 'waiting', 'held', 'rehearsed', 'completed', 'skipped', 'failed'],
  waiting: ['processing', 'pending', 'failed'],
  held: ['pending', 'processing'],
  rehearsed: ['pending', 'processing'],
  completed: ['pending', 'processing'],
  skipped: ['pending', 'processing'],
  failed: ['pending', 'processing'],
}

/** The statuses from which `next` may be reached. */
export const statusesBefore = (next: Status): Status[] => statuses.filter((status) => transitions[status].includes(next))

/** An event that has an answer and no job. */
export const settledStatuses = ['held', 'rehearsed', 'completed', 'skipped', 'failed'] as const satisfies readonly Status[]

/**
 * The order in which one event's several outcomes outweigh each other, worst first. That something was done says more than that nothing
 * was to be done elsewhere.
 */
export const worstFirst = [
  'failed',
  'held',
  'waiting',
  'pending',
  'processing',
  'rehearsed',
  'completed',
  'skipped',
] as const satisfies readonly Status[]
