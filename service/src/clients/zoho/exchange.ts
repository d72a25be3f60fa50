import { type Dispatcher, request } from 'undici'
import { RetryLaterError } from '../../domain/errors.ts'

export type WireRequest = {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body?: string
  /** Keep the answer's bytes: a file, unless it is a refusal. */
  file?: boolean
}

export type WireAnswer = { status: number; text: string; file: Uint8Array | undefined; header(name: string): string | undefined }

/** Sends and reads to the end, or throws `zoho.unreachable` with a word on what broke. Redirects are not followed. */
export async function exchange(
  dispatcher: Dispatcher,
  { url, file = false, ...wire }: WireRequest,
  timeoutMs: number,
): Promise<WireAnswer> {
  try {
    const { statusCode, headers, body } = await request(url, { ...wire, dispatcher, signal: AbortSignal.timeout(timeoutMs) })
    const bytes = file && statusCode === 200 ? await body.bytes() : undefined
    return {
      status: statusCode,
      text: bytes === undefined ? await body.text() : '',
      file: bytes,
      header(name) {
        const value = headers[name]
        return Array.isArray(value) ? value[0] : value
      },
    }
  } catch (cause) {
    throw unreachable(reasonOf(cause), cause)
  }
}

/** `reason` is a code of ours, Node's or undici's, never a text from outside. */
export const unreachable = (reason: string, cause?: unknown): RetryLaterError =>
  new RetryLaterError('zoho.unreachable', { reason }, { system: 'zoho', ...(cause === undefined ? {} : { cause }) })

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError') return 'timeout'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** The parsed body, or undefined when it is empty or no JSON: a proxy's page, a wrong host. */
export function jsonOf(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
