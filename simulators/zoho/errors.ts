/** An error as it stands on Zoho's wire, at the top level or inside `data[i]`. */
export type ErrorBody = { code: string; details: Record<string, unknown>; message: string; status: 'error' }

export const errorBody = (code: string, message: string, details: Record<string, unknown> = {}): ErrorBody => ({
  code,
  details,
  message,
  status: 'error',
})

/** Refuses the whole request. */
export class RefusedRequest extends Error {
  readonly status: number
  readonly body: ErrorBody

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(`${code}: ${message}`)
    this.status = status
    this.body = errorBody(code, message, details)
  }
}

export const invalidParameter = (name: string, details: Record<string, unknown> = {}): RefusedRequest =>
  new RefusedRequest(400, 'INVALID_DATA', `invalid data for the parameter ${name}`, { param_name: name, ...details })

export const missingParameter = (name: string): RefusedRequest =>
  new RefusedRequest(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', { param_name: name })

export const tooMuch = (limit: number, details: Record<string, unknown> = {}): RefusedRequest =>
  new RefusedRequest(400, 'LIMIT_EXCEEDED', 'limit exceeded', { limit, ...details })

/** Not Zoho's: the simulator says plainly that it cannot do this (see quirks.md). */
export const notSimulated = (what: string): RefusedRequest =>
  new RefusedRequest(501, 'NOT_SIMULATED', `The simulator does not do this yet: ${what}. See simulators/zoho/quirks.md.`, {
    what,
  })
