import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'

const TIMED_OUT = 'timed out'

const reasonOfCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection lost',
  EPIPE: 'connection lost',
  UND_ERR_SOCKET: 'connection lost',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'host name could not be looked up',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the host',
  ETIMEDOUT: TIMED_OUT,
  UND_ERR_CONNECT_TIMEOUT: TIMED_OUT,
  UND_ERR_HEADERS_TIMEOUT: TIMED_OUT,
  UND_ERR_BODY_TIMEOUT: TIMED_OUT,
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'answer too large',
}

/** No answer came: whether the call took effect is unknown. */
export const lostAnswer = (error: unknown): RetryLaterError => unreachable(reasonOf(error))

/** What an HTTP status other than 200 means: it comes from the web server, never from Moodle's functions (reference/moodle.md §1). */
export function troubleOfStatus(
  status: number,
  headers: { contentType: string; retryAfter: string },
  wsfunction: string,
): Error | undefined {
  if (status === 200) return undefined
  const retryAfterMs = retryAfterIn(headers.retryAfter)
  const options = retryAfterMs === undefined ? {} : { retryAfterMs }
  if (status === 503 && headers.contentType.includes('text/html')) {
    return new SystemHeldError('moodle', 'moodle.maintenance', {}, options)
  }
  // Web services or the REST protocol are switched off, or a firewall stands before them.
  if (status === 401 || status === 403) return new SystemHeldError('moodle', 'moodle.access_denied', { function: wsfunction })
  return unreachable(`HTTP ${status}`, options)
}

/** A hang is not tried again at once: it has cost the whole time allowed, and more load would not help. */
export const isWorthAskingAgain = (error: unknown): boolean =>
  error instanceof RetryLaterError &&
  error.code === 'moodle.unreachable' &&
  error.retryAfterMs === undefined &&
  error.params.reason !== TIMED_OUT &&
  !/^HTTP [34]/.test(String(error.params.reason))

const unreachable = (reason: string, options: { retryAfterMs?: number } = {}): RetryLaterError =>
  new RetryLaterError('moodle.unreachable', { reason }, { system: 'moodle', ...options })

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'connection lost'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return TIMED_OUT
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/^(?:ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|ERR_SSL)/.test(code)) return 'certificate not trusted'
  return reasonOfCode[code] ?? 'connection lost'
}

/** Seconds or a date, as HTTP has it. */
function retryAfterIn(header: string, now = Date.now()): number | undefined {
  if (header === '') return undefined
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}
