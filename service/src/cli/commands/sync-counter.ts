import type { Ports } from '../../flows/flow.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Mappings } from '../../mapping/field-sets.ts'
import type { AllSettings } from '../../settings/definitions.ts'
import type { SyncWishes } from '../../sync/sync-runs.store.ts'
import type { Desk } from '../../verbs/desk.ts'
import type { Output } from '../output.ts'
import type { ProgressBar } from '../progress-bar.ts'

/** What a sync works with: its own way to both systems, and the ledger that the service's workers empty. */
export type SyncCounter = {
  desk: Desk
  ledger: Pick<Ledger, 'receive'>
  ports: Ports
  settings: AllSettings
  mappings: Mappings
  wishes: SyncWishes
  out: Output
  progress: ProgressBar
  /** Ctrl-C */
  signal?: AbortSignal
  /** How long nothing may move before the command stops waiting. */
  patienceMs?: number
}
