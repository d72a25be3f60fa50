import type { RecordCall, ZohoAnswer, ZohoCall } from './call.ts'
import type { Needs } from './gate.ts'
import type { ModuleSchema } from './schema.ts'
import type { Operation } from './scopes.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Everything but the scopes. */
export type Price = Omit<Needs, 'scopes'>
export const cheap: Price = { credits: 1, limited: false }

/** A call about the records of a module, or about one of them and what hangs on it (`part`). */
export type PartCall = RecordCall & { part: string }
/** Mounts one route below `/crm/v8`. `operation` names the module's scope that it needs, `scopes` all of them in place of that one. */
export type MountModuleRoute = (
  method: Method,
  url: string,
  operation: Operation,
  price: (call: ZohoCall) => Price,
  handle: (call: PartCall) => ZohoAnswer,
  scopes?: (module: ModuleSchema, call: PartCall) => string[],
) => void
