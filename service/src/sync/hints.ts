import { createHash } from 'node:crypto'
import type { NewEvent } from '../domain/events.ts'
import type { ZohoId } from '../domain/ids.ts'
import { subjectOfModule, type ZohoModule } from '../domain/zoho-modules.ts'

/** The ids of all events of a bulk read begin with this. */
export const prefixOfBulk = (runId: string): string => `sync:${runId}:`
/** The same of records that a person named. */
export const prefixOfRequest = (runId: string): string => `person:${runId}:`

type About = { module: ZohoModule; recordId: ZohoId; eventType: 'updated' | 'deleted' }

/**
 * What a bulk read writes about a record. Read again, it has the same id and the same body, so that the ledger knows it.
 * @param allowed a person has allowed the removals of this run: the hourly limit does not hold them again
 */
export const bulkHint = (runId: string, source: string, about: About, allowed = false): NewEvent => ({
  ...hint(`${prefixOfBulk(runId)}${source}:${about.recordId}`, about),
  source: allowed ? 'person' : 'sync',
  lane: 'bulk',
})

/** What is written about a record that a person named: it overtakes bulk work, and both sides are compared whatever we last knew. */
export const requestHint = (runId: string, about: About): NewEvent => ({
  ...hint(`${prefixOfRequest(runId)}${about.recordId}`, about),
  source: 'person',
  lane: 'live',
})

const hint = (eventId: string, about: About): Omit<NewEvent, 'source' | 'lane'> =>
  eventAbout(eventId, about, {
    module: about.module,
    record_id: about.recordId,
    ...(about.eventType === 'deleted' ? { event_type: about.eventType } : {}),
  })

/** What we write down about a record of Zoho by ourselves. The same id with the same payload is the same event. */
export const eventAbout = (
  eventId: string,
  { module, recordId, eventType }: { module: ZohoModule; recordId: string; eventType: string },
  payload: Record<string, unknown>,
): Omit<NewEvent, 'source' | 'lane'> => ({
  eventId,
  name: `zoho.${subjectOfModule[module]}.${eventType}`,
  eventType,
  module,
  recordId,
  payload,
  bodyHash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
})
