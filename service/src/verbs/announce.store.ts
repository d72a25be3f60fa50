import type { Database } from '../db/database.ts'

const AT_MOST_EVERY_MS = 10

/**
 * Tells the service's processes that there is work (queue/wake-up.ts listens). For a program beside them: it listens to nothing itself.
 * Only ever a shortcut, so an error is no error: polling finds the same work a second later.
 */
export function createAnnouncer(database: Pick<Database, 'query'>): { announce(): void; settled(): Promise<void> } {
  let scheduled: Promise<void> | undefined
  return {
    announce() {
      scheduled ??= new Promise<void>((resolve) => setTimeout(resolve, AT_MOST_EVERY_MS)).then(async () => {
        scheduled = undefined
        await database.query('notify queue_due').catch(() => {})
      })
    },
    /** Waits for what was announced so far: the last announcement includes all before it. */
    async settled() {
      await scheduled
    },
  }
}
