import type { Database } from '../db/database.ts'

/** What `wake-up.ts` listens to. */
export const CHANNEL = 'queue_due'
const AT_MOST_EVERY_MS = 100

export type Announcer = {
  /** There is new work: says so after the commit, at once and then at most ten times a second. */
  announce(): void
  /** Waits until everything that was announced is said. */
  settled(): Promise<void>
}

/**
 * Tells the processes on one database that there is work. Only ever a shortcut: polling finds the same work a little later, so a failure
 * harms nothing. A NOTIFY inside the transaction that stores an event would lock the whole database across its commit (design: −44 %
 * accepted events), so it follows it, and does not wait for the disk, where it would stand in the next event's way. The process that
 * accepted an event looks for itself at once; the others need not hear of each.
 */
export function createAnnouncer(database: Pick<Database, 'query'>, onError: (error: unknown) => void = () => {}): Announcer {
  let resting = false
  let newMeanwhile = false
  let saying: Promise<unknown> = Promise.resolve()

  const say = (): void => {
    resting = true
    newMeanwhile = false
    saying = database.query(`set local synchronous_commit = off; notify ${CHANNEL}`).catch(onError)
    setTimeout(() => {
      resting = false
      if (newMeanwhile) say()
    }, AT_MOST_EVERY_MS).unref()
  }

  return {
    announce() {
      newMeanwhile = true
      if (!resting) say()
    },
    async settled() {
      if (newMeanwhile) say()
      await saying
    },
  }
}
