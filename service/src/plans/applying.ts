import type { Flow, Ports } from '../flows/flow.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Rehearsing } from '../sync/rehearse.ts'

/** What applying a plan works with. */
export type PlanApplying = Rehearsing & {
  flows: readonly Flow[]
  ports: Ports
  ledger: Pick<Ledger, 'receive'>
  /** How many items have come to an end, of how many. */
  onProgress?: (ended: number, all: number) => void
  /** Ends the applying after the set in hand; it can be gone on with. */
  signal?: AbortSignal
  /** How long nothing may move before it stops to wait. */
  patienceMs?: number
  lookEveryMs?: number
}
