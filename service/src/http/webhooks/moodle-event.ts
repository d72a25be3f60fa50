import { hash } from 'node:crypto'
import { type MoodleEvent, moodleBatch, moodleEvent, moodlePathOf } from '../../../../contract/webhooks.ts'
import type { MoodleSubject, NewEvent } from '../../domain/events.ts'
import { parseJson } from './parse-body.ts'
import type { Proof } from './proof.ts'
import { eventTypeMismatch, refusalOf, refuseUnsubstituted } from './refusals.ts'
import { withEventId } from './with-event-id.ts'

/**
 * Moodle's hint in our words.
 * @throws RejectedError naming the field
 */
export function moodleEventAt(subject: MoodleSubject, proof: Proof, body: Buffer): NewEvent {
  const sent = withEventId(parseJson(body), proof)
  const type = typeof sent === 'object' && sent !== null && 'event_type' in sent ? sent.event_type : undefined
  const home = typeof type === 'string' ? moodlePathOf.get(type) : undefined
  if (typeof type === 'string' && home !== undefined && home !== subject) throw eventTypeMismatch(type, subject)
  return moodleEventOf(sent)
}

/** The lines of a batch, not yet looked at. The `webhook-id` of a batch names the delivery, not an event. */
export function linesOf(body: Buffer): unknown[] {
  const sent = parseJson(body)
  const parsed = moodleBatch.safeParse(sent)
  if (!parsed.success) throw refusalOf(parsed.error, sent)
  return parsed.data.events
}

/** One line by itself. @throws RejectedError naming the field */
export function moodleEventOf(sent: unknown): NewEvent {
  refuseUnsubstituted(sent)
  const parsed = moodleEvent.safeParse(sent)
  if (!parsed.success) throw refusalOf(parsed.error, sent)
  const event = parsed.data
  const subject = subjectOf(event)
  return {
    source: 'moodle',
    eventId: event.event_id,
    name: `moodle.${subject}.${event.event_type}`,
    eventType: event.event_type,
    entityType: subject,
    recordId: recordIdOf(subject, event.data),
    payload: event,
    // Of the line, not of the request: when Moodle sends a line again it stands in another batch.
    bodyHash: hash('sha256', JSON.stringify(inOrder(event))),
    lane: 'live',
  }
}

function subjectOf(event: MoodleEvent): MoodleSubject {
  const subject = moodlePathOf.get(event.event_type)
  if (subject === undefined) throw new TypeError(`No webhook path for ${event.event_type}`)
  return subject
}

/**
 * The thing a hint is about, by the ids that outlive it: enrolments and grades by their user and course, which is what is brought into
 * step, because Moodle gives a renewed enrolment another id; a role by its user.
 */
function recordIdOf(subject: MoodleSubject, data: Record<string, unknown>): string {
  const { userid, courseid, definitionid } = data
  switch (subject) {
    case 'user':
    case 'role':
      return String(userid)
    case 'enrollment':
    case 'grade':
      return `${userid}:${courseid}`
    case 'course':
      return String(courseid)
    case 'template':
      return String(definitionid)
    case 'ping':
      return 'ping'
  }
}

/** The same for every order of names. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  )
}
