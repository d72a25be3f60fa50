import type { Dispatcher } from 'undici'
import { type CodedError, RetryLaterError } from '../../domain/errors.ts'
import type { Observe } from '../connection.ts'
import type { Credentials } from './credentials.ts'
import { exchange } from './exchange.ts'
import { readTokenAnswer, TOKEN_OPERATION, type TokenAnswer } from './token-answer.ts'

/** Asks the accounts server for an access token. Never throws for what Zoho or the network does: that is an answer too. */
export async function requestToken(
  dispatcher: Dispatcher,
  { accountsUrl, clientId, clientSecret, refreshToken }: Credentials,
  { observe, timeoutMs }: { observe: Observe; timeoutMs: number },
): Promise<TokenAnswer> {
  const startedAt = performance.now()
  const report = (status: number, errorCode?: string) =>
    observe({
      system: 'zoho',
      function: TOKEN_OPERATION,
      status,
      ms: Math.round(performance.now() - startedAt),
      ...(errorCode === undefined ? {} : { errorCode }),
    })
  const form = { grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken }
  try {
    const { status, text } = await exchange(
      dispatcher,
      {
        method: 'POST',
        url: `${accountsUrl}/oauth/v2/token`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      },
      timeoutMs,
    )
    const answer = readTokenAnswer(status, text)
    report(status, errorCodeOf(answer))
    return answer
  } catch (error) {
    if (!(error instanceof RetryLaterError)) throw error
    report(0, reasonOf(error))
    return { kind: 'failed', error }
  }
}

function errorCodeOf(answer: TokenAnswer): string | undefined {
  if (answer.kind === 'granted') return undefined
  return answer.kind === 'throttled' ? 'Access Denied' : reasonOf(answer.error)
}

const reasonOf = ({ code, params }: CodedError): string => String(params.error ?? params.reason ?? code)
