/** The connection itself failed, or the server is going down or coming up. */
const CONNECTION_LOST = /^(08...|57P0[123])$/
/** The server answers, but will not take us: too many sessions, no such database, a refused login, or a standby after a failover. */
const NOT_TAKEN = /^(53...|3D000|28000|28P01|25006)$/
const NETWORK = /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** What the driver says without any code. `timeout exceeded…` is also a pool that stayed full. */
const DRIVER =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed)/
/** Two transactions stood in each other's way; the same one passes the next time. */
const COLLISION = /^(40001|40P01)$/
/** 25006: after a failover an old connection may lead to what is a standby now. */
const FAILOVER = '25006'

/**
 * Whether the same transaction may pass when it is run again. An answer lost at COMMIT is among these, so the transaction must be one that
 * may run twice. node-postgres does not look for a new primary itself, so a failover shows up as one of these, too.
 */
export const isRetryable = (error: unknown): boolean =>
  someCause(error, ({ code, message }) => isLost(code, message) || code === FAILOVER || COLLISION.test(code))

/** Whether the database cannot be reached or cannot serve anybody now, whoever asks: what the webhook door answers 503 for. */
export const isUnreachable = (error: unknown): boolean =>
  someCause(error, ({ code, message }) => isLost(code, message) || NOT_TAKEN.test(code))

const isLost = (code: string, message: string): boolean =>
  CONNECTION_LOST.test(code) || NETWORK.test(code) || (code === '' && DRIVER.test(message))

function someCause(error: unknown, claim: (cause: { code: string; message: string }) => boolean, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return claim({ code, message: error.message }) || someCause(error.cause, claim, depth + 1)
}
