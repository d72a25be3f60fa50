import type { NewEvent } from '../domain/events.ts'
import type { Route } from '../domain/route.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'

/**
 * Which keys a hint touches: the thing to bring into step, not the record that gave the hint. A module that is absent here has no flow
 * yet, and its events say so.
 */
const routesOfModule: Partial<Record<ZohoModule, (recordId: string) => Route[]>> = {
  BTEC_Students: (recordId) => [{ flow: 'students', subject: recordId }],
  BTEC_Teachers: (recordId) => [{ flow: 'teachers', subject: recordId }],
}

export const routesOf = (event: Pick<NewEvent, 'module' | 'recordId'>): readonly Route[] =>
  event.module === undefined ? [] : (routesOfModule[event.module]?.(event.recordId) ?? [])
