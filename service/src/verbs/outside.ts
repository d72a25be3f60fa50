import type { Lane } from '../domain/events.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { Moodle } from '../ports/moodle.ts'
import type { Zoho } from '../ports/zoho.ts'
import type { ZohoMetadata } from '../ports/zoho-metadata.ts'

type Observe = (call: OutsideCall) => void

/** A college's way to its systems, for verbs that must ask them. */
export type Outside = {
  zoho: { port(observe: Observe, lane: Lane): Zoho; metadata(observe: Observe): ZohoMetadata }
  moodle: { port(observe: Observe, lane: Lane): Moodle }
}
