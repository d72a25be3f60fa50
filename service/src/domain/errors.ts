import type { Code, Params } from './codes.ts'

/** The outside systems we talk to. */
export type System = 'zoho' | 'moodle'

/**
 * Errors are named for what happens next, not for what went wrong:
 *
 *   RejectedError        the caller must change the request  -> HTTP 4xx, nothing is stored
 *   RetryLaterError      the world may heal by itself        -> the queue tries again
 *   SystemHeldError      it would hit every record alike     -> the connection is held, events wait and lose no attempt
 *   NeedsAttentionError  only a person can fix it            -> the event is parked for staff
 *
 * The message is the code alone, because messages reach logs; `params` may name people and reach only the ledger.
 */
export abstract class CodedError extends Error {
  readonly code: Code
  readonly params: Record<string, string | number>

  constructor(code: Code, params: Record<string, string | number>, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.params = params
    this.name = new.target.name
  }
}

/** A code with its own parameters, and what else an error of that family takes. */
type Coded<Rest extends unknown[]> = { [C in Code]: [code: C, params: Params<C>, ...rest: Rest] }[Code]

export class RejectedError extends CodedError {
  /** The HTTP status the door answers with. */
  readonly httpStatus: number

  constructor(...[code, params, httpStatus]: Coded<[httpStatus: number]>) {
    super(code, params)
    this.httpStatus = httpStatus
  }
}

type RetryOptions = ErrorOptions & {
  /** How long the other side asked us to wait, when it said so. */
  retryAfterMs?: number
  /** Which system was not well; its breaker counts the failure. */
  system?: System
}

export class RetryLaterError extends CodedError {
  readonly retryAfterMs: number | undefined
  readonly system: System | undefined

  constructor(...[code, params, options]: Coded<[options?: RetryOptions]>) {
    super(code, params, options)
    this.retryAfterMs = options?.retryAfterMs
    this.system = options?.system
  }
}

/** Opens the system's breaker at once: token, scope, capability, function, module, credits, maintenance. */
export class SystemHeldError extends CodedError {
  readonly system: System
  readonly retryAfterMs: number | undefined

  constructor(system: System, ...[code, params, options]: Coded<[options?: Omit<RetryOptions, 'system'>]>) {
    super(code, params, options)
    this.system = system
    this.retryAfterMs = options?.retryAfterMs
  }
}

export class NeedsAttentionError extends CodedError {
  constructor(...[code, params, options]: Coded<[options?: ErrorOptions]>) {
    super(code, params, options)
  }
}
