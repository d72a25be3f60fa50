import type { Clock } from '../system.ts'
import type { ZohoBehaviour } from './behaviour.ts'
import type { Files } from './files.ts'
import type { Store } from './store.ts'

export type RecordEvent = { module: string; id: string; event: 'create' | 'edit' | 'delete' }

/** What every part of the simulated organisation works with. */
export type World = {
  clock: Clock
  behaviour: ZohoBehaviour
  store: Store
  files: Files
  /** Sets off the workflow rules of a change. */
  announce(event: RecordEvent): void
}

/** Zoho's times have a resolution of one second. */
export const wholeSecond = (clock: Clock): number => Math.floor(clock.now() / 1000) * 1000
