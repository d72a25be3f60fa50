import type { Running } from '../../start/running.ts'

/** What a demo needs of a start on simulated systems. */
export type Demo = { url: string; apiKey: string; webhookSecret: string; simulators: string }

/** The demo of a start, or undefined when one of its systems is real: nothing real is changed for show. */
export function demoOf({ url, apiKey, webhookSecrets, zoho, moodle }: Running): Demo | undefined {
  if (!zoho.simulated || !moodle.simulated || webhookSecrets.zoho === undefined) return undefined
  return { url, apiKey, webhookSecret: webhookSecrets.zoho, simulators: new URL(zoho.apiUrl ?? zoho.accountsUrl).origin }
}

/** Asks the service or the simulators. @throws Error for a refusal */
export async function ask<T>(url: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${answer.status}: ${text}`)
  return JSON.parse(text) as T
}
