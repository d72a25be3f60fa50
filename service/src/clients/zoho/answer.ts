import type { z } from 'zod'
import { RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { operationOf, type ZohoRequest } from './request.ts'

/** What came back for a request that was not refused: `body` is undefined for 204 and 304, Zoho's ways to say "nothing". */
export type ZohoAnswer = { status: number; body: unknown }

/**
 * The answer in the shape we expect, or why it is not: a field we asked for that no record has is missing in Zoho (or hidden from our
 * user), which hits every record alike. Zoho writes an empty field as null, so taking the absent one for empty would wipe it in Moodle.
 */
export function understood<T>(schema: z.ZodType<T>, request: ZohoRequest, { body }: ZohoAnswer): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path ?? []
  const field = path.at(-1)
  if (request.module !== undefined && typeof field === 'string' && isRecord(path) && lacks(body, path)) {
    throw new SystemHeldError('zoho', 'zoho.field_missing', { module: request.module, field })
  }
  throw notUnderstood(request, path.join('.'))
}

export const notUnderstood = (request: ZohoRequest, field: string): RetryLaterError =>
  new RetryLaterError('zoho.answer_not_understood', { operation: operationOf(request), field }, { system: 'zoho' })

/** `data.7.City` */
const isRecord = (path: readonly PropertyKey[]): boolean => path.length === 3 && path[0] === 'data' && path[2] !== 'id'

function lacks(body: unknown, path: readonly PropertyKey[]): boolean {
  let at: unknown = body
  for (const step of path.slice(0, -1)) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined
  return typeof at === 'object' && at !== null && !Object.hasOwn(at, path.at(-1) ?? '')
}
