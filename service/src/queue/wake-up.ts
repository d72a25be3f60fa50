import type { PoolClient } from 'pg'
import type { Database } from '../db/database.ts'

const CHANNEL = 'queue_due'
const AT_MOST_EVERY_MS = 10
const LISTEN_AGAIN_AFTER_MS = 5_000

export type WakeUp = {
  /** There is new work: tells the other processes, after the commit and not more often than every few milliseconds. */
  announce(): void
  stop(): Promise<void>
}

/**
 * Tells processes on one database that there is work. Only ever a shortcut: polling finds the same work a little later. A NOTIFY inside
 * the transaction that stores an event would lock the whole database across its commit (design: −44 % accepted events), so it follows it,
 * and does not wait for the disk, where it would stand in the next event's way.
 */
export function createWakeUp(
  database: Pick<Database, 'query' | 'pool'>,
  onWakeUp: () => void,
  onError: (error: unknown) => void,
): WakeUp {
  let scheduled: NodeJS.Timeout | undefined
  let stopping = false
  const listener: { client?: PoolClient } = {}
  let again: NodeJS.Timeout | undefined

  const listen = async (): Promise<void> => {
    try {
      const client = await database.pool.connect()
      if (stopping) {
        client.release(true)
        return
      }
      listener.client = client
      client.on('notification', onWakeUp)
      client.once('error', () => {
        delete listener.client
        client.release(true)
        listenAgain()
      })
      await client.query(`listen ${CHANNEL}`)
    } catch (error) {
      onError(error)
      listenAgain()
    }
  }
  const listenAgain = (): void => {
    if (!stopping) again = setTimeout(() => void listen(), LISTEN_AGAIN_AFTER_MS)
  }
  void listen()

  return {
    announce() {
      if (stopping) return
      scheduled ??= setTimeout(() => {
        scheduled = undefined
        database.query(`set local synchronous_commit = off; notify ${CHANNEL}`).catch(onError)
      }, AT_MOST_EVERY_MS)
    },
    async stop() {
      stopping = true
      clearTimeout(scheduled)
      clearTimeout(again)
      listener.client?.release(true)
      delete listener.client
    },
  }
}
