import type { System } from './errors.ts'

/** One call to an outside system, as an attempt remembers it: never its body. */
export type OutsideCall = {
  system: System
  /** Zoho's method and path without the query, Moodle's `wsfunction`. */
  function: string
  /** HTTP status, or 0 when no answer came. */
  status: number
  /** The system's own error code, when it gave one. */
  errorCode?: string
  ms: number
  credits?: number
  requestId?: string
}
