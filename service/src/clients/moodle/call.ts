import { ExponentialBackoff, handleWhen, retry } from 'cockatiel'
import { Agent, FormData, request } from 'undici'
import type { z } from 'zod'
import { RetryLaterError } from '../../domain/errors.ts'
import type { Lane } from '../../domain/events.ts'
import type { Observe } from '../connection.ts'
import { fault, isFault, placeOf } from './answers.ts'
import { errorOf, nameOf } from './faults.ts'
import { formOf, type Variable } from './form.ts'
import { createLanes } from './lanes.ts'
import { isWorthAskingAgain, lostAnswer, troubleOfStatus } from './trouble.ts'

export type CallerOptions = { url: string; token: string; callsInFlight: number; timeoutMs: number }

/** Asks Moodle for one function and parses its answer. */
export type Ask = {
  /** Asked again twice when no answer comes. */
  read<S extends z.ZodType>(wsfunction: string, variables: readonly Variable[], answer: S): Promise<z.output<S>>
  /** Asked once and never again: Moodle has no key that would make a second create harmless. */
  write<S extends z.ZodType>(
    wsfunction: string,
    variables: readonly Variable[],
    answer: S,
    extraMs?: number,
  ): Promise<z.output<S>>
  /** Sends a file to the page at this path; asked again twice when no answer comes, for a second draft hinders nobody. */
  upload<S extends z.ZodType>(path: string, file: UploadedFile, answer: S): Promise<z.output<S>>
}

export type UploadedFile = { bytes: Uint8Array; type: string; filename: string }

type Content = { address: URL; form: string | FormData }

const CONNECT_TIMEOUT_MS = 10_000
/** 1,500 full user rows were 0.8 MB (reference/moodle.md §2). */
const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024

const again = retry(handleWhen(isWorthAskingAgain), {
  maxAttempts: 2,
  backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 500 }),
})

/** The sockets and limits that all runs of one connection share. */
export function createCaller(options: CallerOptions) {
  const site = options.url.endsWith('/') ? options.url : `${options.url}/`
  const addressOf = (path: string): URL => new URL(path, site)
  const lanes = createLanes(options.callsInFlight, Math.min(2, Math.max(1, options.callsInFlight - 1)))
  const agent = new Agent({
    connections: options.callsInFlight,
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    maxResponseSize: LARGEST_ANSWER_BYTES,
  })
  let clockDifferenceMs: number | undefined

  /** @returns the raw answer; throws when there was none, or no HTTP 200 */
  const post = async (
    wsfunction: string,
    { address, form }: Content,
    timeoutMs: number,
  ): Promise<{ status: number; text: string; trouble?: Error }> => {
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(address, {
      dispatcher: agent,
      method: 'POST',
      headers: typeof form === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {},
      body: form,
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await answer.text()
    const now = Date.parse(one(headers.date))
    if (Number.isFinite(now)) clockDifferenceMs = now - Date.now()
    const told = { contentType: one(headers['content-type']), retryAfter: one(headers['retry-after']) }
    const trouble = troubleOfStatus(statusCode, told, wsfunction)
    return { status: statusCode, text, ...(trouble === undefined ? {} : { trouble }) }
  }

  const once = async <S extends z.ZodType>(
    observe: Observe,
    wsfunction: string,
    content: Content,
    answer: S,
    timeoutMs: number,
  ): Promise<z.output<S>> => {
    const startedAt = performance.now()
    const seen = { status: 0, errorCode: undefined as string | undefined }
    try {
      const { status, text, trouble } = await post(wsfunction, content, timeoutMs).catch((error: unknown) => {
        throw lostAnswer(error)
      })
      seen.status = status
      if (trouble !== undefined) throw trouble
      return understood(text, wsfunction, answer, (code) => {
        seen.errorCode = code
      })
    } finally {
      observe({
        system: 'moodle',
        function: wsfunction,
        status: seen.status,
        ...(seen.errorCode === undefined ? {} : { errorCode: seen.errorCode }),
        ms: Math.round(performance.now() - startedAt),
      })
    }
  }

  return {
    asking(observe: Observe, lane: Lane): Ask {
      const turn = <S extends z.ZodType>(wsfunction: string, variables: readonly Variable[], answer: S, extraMs = 0) => {
        const content = { address: addressOf('webservice/rest/server.php'), form: formOf(options.token, wsfunction, variables) }
        return lanes(lane, () => once(observe, wsfunction, content, answer, options.timeoutMs + extraMs))
      }
      const hand = <S extends z.ZodType>(path: string, file: UploadedFile, answer: S) => {
        const content = { address: addressOf(path), form: uploadFormOf(options.token, file) }
        return lanes(lane, () => once(observe, path, content, answer, options.timeoutMs))
      }
      return {
        read: (wsfunction, variables, answer) => again.execute(() => turn(wsfunction, variables, answer)),
        write: turn,
        upload: (path, file, answer) => again.execute(() => hand(path, file, answer)),
      }
    },
    /** How far Moodle's clock was ahead of ours in its last answer, in milliseconds, give or take a second and the way. */
    clockDifferenceMs: () => clockDifferenceMs,
    close: () => agent.close(),
  }
}

export type Caller = ReturnType<typeof createCaller>

/** The token stands in the body: an address would end in the web server's log. */
function uploadFormOf(token: string, { bytes, type, filename }: UploadedFile): FormData {
  const form = new FormData()
  form.set('token', token)
  form.set('file_1', new Blob([new Uint8Array(bytes)], { type }), filename)
  return form
}

/** Errors come as HTTP 200 with a body of their own, so every body is looked at before it is believed. */
function understood<S extends z.ZodType>(
  text: string,
  wsfunction: string,
  answer: S,
  onErrorCode: (code: string) => void,
): z.output<S> {
  const body = jsonIn(text, wsfunction)
  if (isFault(body)) {
    const parsed = fault.safeParse(body)
    if (!parsed.success) throw notUnderstood(wsfunction, placeOf(parsed.error))
    const seen = { ...parsed.data, debuginfo: parsed.data.debuginfo ?? '' }
    onErrorCode(nameOf(seen))
    throw errorOf(seen, wsfunction)
  }
  const parsed = answer.safeParse(body)
  if (!parsed.success) throw notUnderstood(wsfunction, placeOf(parsed.error))
  return parsed.data
}

function jsonIn(text: string, wsfunction: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message would quote the answer.
    throw notUnderstood(wsfunction, '(no JSON)')
  }
}

const notUnderstood = (wsfunction: string, field: string): RetryLaterError =>
  new RetryLaterError('moodle.answer_not_understood', { function: wsfunction, field })

const one = (header: string | string[] | undefined): string => (Array.isArray(header) ? header[0] : header) ?? ''
