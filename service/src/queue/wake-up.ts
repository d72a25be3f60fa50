import type { PoolClient } from 'pg'
import type { Database } from '../db/database.ts'
import { CHANNEL, createAnnouncer } from './announce.ts'

const LISTEN_AGAIN_AFTER_MS = 5_000

export type WakeUp = {
  /** There is new work: tells the other processes (announce.ts). */
  announce(): void
  stop(): Promise<void>
}

/**
 * Listens for what other processes announce, and announces to them. Only ever a shortcut: polling finds the same work a little later.
 * @param onListening told of the session that listens, each time there is a new one
 */
export function createWakeUp(
  database: Pick<Database, 'query' | 'pool'>,
  onWakeUp: () => void,
  onError: (error: unknown) => void,
  onListening: (session: PoolClient) => Promise<void> = async () => {},
): WakeUp {
  const announcer = createAnnouncer(database, onError)
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
        if (listener.client !== client) return
        delete listener.client
        client.release(true)
        listenAgain()
      })
      await client.query(`listen ${CHANNEL}`)
      await onListening(client)
    } catch (error) {
      onError(error)
      listener.client?.release(true)
      delete listener.client
      listenAgain()
    }
  }
  const listenAgain = (): void => {
    if (!stopping) again = setTimeout(() => void listen(), LISTEN_AGAIN_AFTER_MS)
  }
  void listen()

  return {
    announce() {
      if (!stopping) announcer.announce()
    },
    async stop() {
      stopping = true
      clearTimeout(again)
      await announcer.settled()
      listener.client?.release(true)
      delete listener.client
    },
  }
}
