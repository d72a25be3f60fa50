import type { Dispatcher } from 'undici'
import { RetryLaterError } from '../../domain/errors.ts'
import type { Lane } from '../../domain/events.ts'
import type { Observe } from '../connection.ts'
import type { ZohoAnswer } from './answer.ts'
import type { createCredits } from './credits.ts'
import { exchange, jsonOf, type WireAnswer } from './exchange.ts'
import { guardFields } from './guard-fields.ts'
import type { Limiter } from './limiter.ts'
import { errorOf, isTokenRefused } from './refusals.ts'
import { operationOf, type ZohoRequest } from './request.ts'
import { patiently } from './retry-reads.ts'
import type { createShares } from './share.ts'
import type { Token, Tokens } from './token.ts'
import { zohoCodeOf } from './zoho-code.ts'

/** Asks Zoho: within the limits, with a token that is good, and again where that is harmless. Throws what a port throws. */
export type Call = (request: ZohoRequest) => Promise<ZohoAnswer>

export type Line = {
  dispatcher: Dispatcher
  tokens: Tokens
  limiter: Limiter
  shares: ReturnType<typeof createShares>
  credits: ReturnType<typeof createCredits>
  timeoutMs: number
}

export function createCall(line: Line, observe: Observe, lane: Lane): Call {
  const { tokens, limiter, shares, credits } = line

  async function withGoodToken(request: ZohoRequest): Promise<ZohoAnswer> {
    const token = await tokens.current(observe)
    let answer = await send(line, request, token, observe)
    if (isTokenRefused(answer)) {
      // Nothing was done, so even a write may be sent once more.
      answer = await send(line, request, await tokens.insteadOf(token, observe), observe)
      if (isTokenRefused(answer)) tokens.refusedAgain()
    }
    if (isAnswer(request, answer)) return answer
    throw errorOf(request, { ...answer, creditsRemaining: credits.remaining() })
  }

  return async (request) => {
    guardFields(request)
    return patiently(request, async () => {
      await shares.refresh()
      return limiter.run({ lane, subLimited: request.subLimited }, () => withGoodToken(request))
    })
  }
}

async function send(line: Line, request: ZohoRequest, token: Token, observe: Observe): Promise<ZohoAnswer & { empty: boolean }> {
  const startedAt = performance.now()
  const report = (answer: { status: number; errorCode?: string | undefined; requestId?: string | undefined }) =>
    observe({
      system: 'zoho',
      function: operationOf(request),
      status: answer.status,
      ms: Math.round(performance.now() - startedAt),
      credits: request.credits,
      ...(answer.errorCode === undefined ? {} : { errorCode: answer.errorCode }),
      ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
    })

  let wire: WireAnswer
  try {
    wire = await exchange(line.dispatcher, toWire(request, token), line.timeoutMs)
  } catch (error) {
    report({ status: 0, errorCode: error instanceof RetryLaterError ? String(error.params.reason) : 'unknown' })
    throw error
  }
  const body = wire.file ?? jsonOf(wire.text)
  line.credits.see(wire.header('x-api-credits-remaining'))
  report({ status: wire.status, errorCode: zohoCodeOf(body), requestId: wire.header('x-request-id') })
  return { status: wire.status, body, empty: wire.file === undefined ? wire.text.trim() === '' : wire.file.length === 0 }
}

function toWire({ method, path, query, body, file }: ZohoRequest, { accessToken, apiUrl }: Token) {
  const parameters = query === undefined ? '' : `?${new URLSearchParams(query)}`
  return {
    method,
    url: `${apiUrl}/crm/v8/${path}${parameters}`,
    headers: {
      authorization: `Zoho-oauthtoken ${accessToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(file === undefined ? {} : { file }),
  }
}

/**
 * Whether this is an answer and no refusal. A write is answered record by record, and its status says only how many went well: 201, 200,
 * 202, 207, 400 and 412 may all carry `data` (reference/zoho.md §2.4).
 */
function isAnswer({ effect }: ZohoRequest, { status, body, empty }: ZohoAnswer & { empty: boolean }): boolean {
  const perRecord = typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data)
  if (effect === 'write') return perRecord && (status < 300 || status === 400 || status === 412)
  if (status === 204 || status === 304) return true
  return status >= 200 && status < 300 && (empty || (body !== undefined && !isError(body)))
}

const isError = (body: unknown): boolean => typeof body === 'object' && body !== null && Reflect.get(body, 'status') === 'error'
