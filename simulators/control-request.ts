import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'

/** A control request that cannot be done; its message goes to the caller as it is. */
export class ControlError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The JSON body, whatever its Content-Type; no body counts as `{}`. Throws a ControlError 400 that names the wrong fields. */
export function bodyOf<T>(request: FastifyRequest, schema: z.ZodType<T>): T {
  const raw = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
  let parsed: unknown
  try {
    parsed = raw === '' ? {} : JSON.parse(raw)
  } catch {
    throw new ControlError(400, 'The body is not JSON')
  }
  const checked = schema.safeParse(parsed)
  if (checked.success) return checked.data
  const problems = checked.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
  throw new ControlError(400, problems.join('; '))
}
