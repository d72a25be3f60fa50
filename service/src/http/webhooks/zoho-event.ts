import { hash, randomUUID } from 'node:crypto'
import { zohoTokenWebhook, zohoWebhook } from '../../../../contract/webhooks.ts'
import type { NewEvent } from '../../domain/events.ts'
import { moduleOfSubject, type ZohoModule, type ZohoSubject } from '../../domain/zoho-modules.ts'
import { parseJson, parseJsonOrForm } from './parse-body.ts'
import type { Proof } from './proof.ts'
import { moduleMismatch, refusalOf, refuseUnsubstituted } from './refusals.ts'
import { withEventId } from './with-event-id.ts'

/**
 * Zoho's hint in our words. Knows Zoho's spelling; nothing behind the door does.
 * @throws RejectedError naming the field
 */
export function zohoEvent(subject: ZohoSubject, proof: Proof, body: Buffer): NewEvent {
  const { eventId, module, recordId, eventType, payload } =
    proof.by === 'token' ? fromWorkflow(subject, body) : fromFunction(subject, proof, body)
  return {
    source: 'zoho',
    eventId,
    name: `zoho.${subject}.${eventType}`,
    eventType,
    module,
    recordId,
    payload,
    bodyHash: hash('sha256', body),
    lane: 'live',
  }
}

type Parts = Pick<NewEvent, 'eventId' | 'eventType' | 'recordId' | 'payload'> & { module: ZohoModule }

/** A workflow's webhook has no id of its own, so each delivery is a hint of its own; waiting ones join. */
function fromWorkflow(subject: ZohoSubject, body: Buffer): Parts {
  const sent = parseJsonOrForm(body)
  refuseUnfit(sent, subject)
  const parsed = zohoTokenWebhook.safeParse(sent)
  if (!parsed.success) throw refusalOf(parsed.error, sent)
  const { module, event_type: eventType, record_id, zoho_id } = parsed.data
  return { eventId: `tok_${randomUUID()}`, module, recordId: record_id ?? zoho_id ?? '', eventType, payload: parsed.data }
}

function fromFunction(subject: ZohoSubject, proof: Proof, body: Buffer): Parts {
  const sent = withEventId(parseJson(body), proof)
  refuseUnfit(sent, subject)
  const parsed = zohoWebhook.safeParse(sent)
  if (!parsed.success) throw refusalOf(parsed.error, sent)
  const { event_id: eventId, module, record_id: recordId, event_type: eventType } = parsed.data
  return { eventId, module, recordId, eventType, payload: parsed.data }
}

/** What is said before the shape is looked at, because it tells the sender more. */
function refuseUnfit(sent: unknown, subject: ZohoSubject): void {
  refuseUnsubstituted(sent)
  const module = typeof sent === 'object' && sent !== null && 'module' in sent ? sent.module : undefined
  if (typeof module === 'string' && module !== moduleOfSubject[subject]) throw moduleMismatch(module, subject)
}
