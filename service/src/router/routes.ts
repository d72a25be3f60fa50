import type { NewEvent } from '../domain/events.ts'
import type { Route } from '../domain/route.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'

/**
 * Which key a hint touches first: the thing to bring into step, not the record that gave the hint. Where more stands in one record, as money and
 * classes in a student's, that run feeds the other keys (`flows/feeding.ts`). A module that is absent here has no flow yet, and its events say so.
 */
const routesOfModule: Partial<Record<ZohoModule, (recordId: string) => Route[]>> = {
  Products: (recordId) => [{ flow: 'programs', subject: recordId }],
  BTEC: (recordId) => [{ flow: 'units', subject: recordId }],
  BTEC_Students: (recordId) => [{ flow: 'students', subject: recordId }],
  BTEC_Classes: (recordId) => [{ flow: 'classes', subject: recordId }],
  BTEC_Registrations: (recordId) => [{ flow: 'registrations', subject: recordId }],
  BTEC_Enrollments: (recordId) => [{ flow: 'enrolment-records', subject: recordId }],
  BTEC_Payments: (recordId) => [{ flow: 'payments', subject: recordId }],
  BTEC_Teachers: (recordId) => [{ flow: 'teachers', subject: recordId }],
}

export const routesOf = (event: Pick<NewEvent, 'module' | 'recordId'>): readonly Route[] =>
  event.module === undefined ? [] : (routesOfModule[event.module]?.(event.recordId) ?? [])
