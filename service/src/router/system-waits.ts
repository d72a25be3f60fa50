import { keyOfSystem } from '../connections/breaker.store.ts'
import type { Code } from '../domain/codes.ts'
import type { System } from '../domain/errors.ts'
import { waiting } from '../domain/verdicts.ts'
import type { Answer } from '../flows/flow.ts'

/** Waiting for a system costs no attempt and never needs attention by itself: the held connection does. */
export const waitForSystem = (system: System, cause: Code | null, params: Record<string, string | number>): Answer => ({
  verdict: waiting(keyOfSystem(system), 'system.waiting', { ...params, system, cause: cause ?? '' }),
})
