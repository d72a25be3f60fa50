import { z } from 'zod'
import { NeedsAttentionError, RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { done, refused, type Written } from '../../domain/written.ts'
import type { ZohoModule } from '../../domain/zoho-modules.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import { unreachable } from './exchange.ts'
import { operationOf, type ZohoRequest } from './request.ts'

/** What Zoho says of one record of a write. */
export type Element = z.output<typeof element>

const details = z.object({
  api_name: z.string().optional(),
  expected_data_type: z.unknown().optional(),
  maximum_length: z.unknown().optional(),
  supported_values: z.unknown().optional(),
  errors: z.array(z.object({ code: z.string() })).optional(),
})
const element = z.object({ code: z.string(), status: z.string(), details: details.catch({}) })

export const writtenElements = z.object({ data: z.array(element) })

/** Refused for reasons that lie in time, not in the record. */
const passing: Record<string, () => RetryLaterError> = {
  RECORD_LOCKED: () => new RetryLaterError('zoho.record_locked', {}),
  ALREADY_MODIFIED: () => new RetryLaterError('zoho.record_moved', {}),
  TOO_MANY_REQUESTS: () => new RetryLaterError('zoho.busy', {}, { system: 'zoho' }),
  INTERNAL_ERROR: () => unreachable('INTERNAL_ERROR'),
  DEPENDENT_SERVICE_ERROR: () => unreachable('DEPENDENT_SERVICE_ERROR'),
}

/** What became of one record. */
export function writtenOf({ module, record }: Pick<ZohoChange, 'module' | 'record'>, answer: Element): Written {
  if (answer.code === 'SUCCESS') return done(undefined)
  const pass = Object.hasOwn(passing, answer.code) ? passing[answer.code] : undefined
  if (pass !== undefined) return refused(pass())
  // The id was good when we read it: the record has gone since, and the next run will see that.
  if (answer.code === 'INVALID_DATA' && answer.details.api_name === 'id') {
    return refused(new RetryLaterError('zoho.record_moved', {}))
  }
  return refused(new NeedsAttentionError('zoho.record_refused', { module, record, reason: reasonOf(answer) }))
}

/** `INVALID_DATA (Student_Moodle_ID)`: codes and field names, never a value. */
function reasonOf({ code, details: { api_name, errors } }: Element): string {
  const codes = errors === undefined || errors.length === 0 ? code : [...new Set(errors.map((each) => each.code))].join(', ')
  return api_name === undefined ? codes : `${codes} (${api_name})`
}

/** What every record was refused for, when it is not about the records: a lost permission, a field that is not there. */
export function commonObstacle(
  request: ZohoRequest & { module: ZohoModule },
  answers: readonly Element[],
): SystemHeldError | undefined {
  if (answers.length > 0 && answers.every(({ code }) => code === 'NO_PERMISSION' || code === 'AUTHORIZATION_FAILED')) {
    return new SystemHeldError('zoho', 'zoho.no_permission', { operation: operationOf(request) })
  }
  const [first] = answers
  if (first !== undefined && answers.every(isAboutUnknownField)) {
    return new SystemHeldError('zoho', 'zoho.field_missing', { module: request.module, field: first.details.api_name ?? '' })
  }
  return undefined
}

/** A value that does not fit says what would; a field that is missing or read-only says only its name (reference/zoho.md §2.7). */
const isAboutUnknownField = ({ code, details: about }: Element): boolean =>
  code === 'INVALID_DATA' &&
  about.api_name !== undefined &&
  about.api_name !== 'id' &&
  about.expected_data_type === undefined &&
  about.maximum_length === undefined &&
  about.supported_values === undefined
