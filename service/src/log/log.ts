import pino, { type DestinationStream, type Logger } from 'pino'
import { describeError } from './describe-error.ts'

export type { Logger } from 'pino'

const NO_MESSAGE = 'error_without_message'

/** Never written, wherever they stand: secrets, and what names a person. */
const redacted = [
  'authorization',
  'cookie',
  'token',
  'secret',
  'password',
  'access_token',
  'refresh_token',
  'client_secret',
  'email',
  'firstname',
  'lastname',
  'params',
  'payload',
  'body',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/**
 * JSON lines on stderr, one per attempt and one per thing that went wrong. Errors are described by name, code and place, never by message:
 * a database's or a vendor's message may quote somebody's data.
 */
export const createLog = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: { service: 'campusbridge' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: redacted, censor: '[redacted]' },
      serializers: { err: describeError, error: describeError, [NO_MESSAGE]: describeError },
      // Pino would make an error's message the line's.
      errorKey: NO_MESSAGE,
      hooks: {
        logMethod(args, method) {
          const [first, second] = args as unknown[]
          if (first instanceof Error) method.call(this, { err: first }, typeof second === 'string' ? second : first.name)
          else method.apply(this, args)
        },
      },
    },
    destination ?? pino.destination({ dest: 2, sync: false }),
  )
