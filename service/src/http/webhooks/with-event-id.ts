import type { Proof } from './proof.ts'
import { notUnderstood } from './refusals.ts'

const PRINTABLE = /^[\x21-\x7e]{1,200}$/

/**
 * With Standard Webhooks the `webhook-id` header is the event's id. The body may leave it out; one that says another id contradicts what
 * was signed, and is refused.
 */
export function withEventId(sent: unknown, proof: Proof): unknown {
  if (proof.by !== 'standard') return sent
  if (!PRINTABLE.test(proof.id)) throw notUnderstood('webhook-id', '1 to 200 printable characters without spaces')
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent
  if (!('event_id' in sent)) return { ...sent, event_id: proof.id }
  if (sent.event_id !== proof.id) throw notUnderstood('event_id', 'the same id as in the webhook-id header, or none')
  return sent
}
