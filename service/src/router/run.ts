import type { BreakerState } from '../connections/breaker.store.ts'
import type { System } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { Flow } from '../flows/flow.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { ClaimedJob } from '../queue/job.ts'
import type { AllSettings } from '../settings/definitions.ts'

/** What a run of one flow starts from. */
export type Run = {
  id: string
  tenant: TenantId
  flow: Flow
  jobs: readonly ClaimedJob[]
  settings: AllSettings
  mappings: Mappings
  breakers: ReadonlyMap<System, BreakerState>
  startedAt: Date
  calls: OutsideCall[]
}
