import type { EventSource } from '../domain/events.ts'
import type { Status } from '../domain/statuses.ts'

/** Which events are meant. What is absent does not narrow; what is present must all hold. */
export type EventFilter = {
  /** Row numbers in the ledger. */
  ids?: readonly number[]
  statuses?: readonly Status[]
  needsAttention?: boolean
  source?: EventSource
  module?: string
  flow?: string
  /** A record's id, or the subject that was brought into step. */
  subject?: string
  /** The fingerprint of a cause, or its code alone. */
  cause?: string
  /** `zoho.student.updated` */
  name?: string
  /** Of a held event: what holds it, such as `switch:BTEC_Students.deleted`. */
  waitingFor?: string
  since?: Date
  until?: Date
}

const anyKey = 'e.routes > 1 and exists (select from integration_event_outcomes o where o.event = e.id'

/** The filter as SQL over the alias `e`, within the tenant of the transaction. Parameters are numbered from `values.length + 1`. */
export function whereOf(filter: EventFilter, values: unknown[]): string {
  const conditions = ['e.tenant_id = current_tenant()']
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    if (value === undefined) return
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  add((p) => `e.id = any(${p})`, filter.ids)
  add((p) => `e.status = any(${p})`, filter.statuses)
  add((p) => `e.needs_attention = ${p}`, filter.needsAttention)
  add((p) => `e.source = ${p}`, filter.source)
  add((p) => `e.module = ${p}`, filter.module)
  add((p) => `(e.flow = ${p} or ${anyKey} and o.flow = ${p}))`, filter.flow)
  add((p) => `(e.record_id = ${p} or e.subject = ${p} or ${anyKey} and o.subject = ${p}))`, filter.subject)
  add((p) => `e.cause is not null and (e.cause = ${p} or split_part(e.cause, ' ', 1) = ${p})`, filter.cause)
  add((p) => `e.name = ${p}`, filter.name)
  add((p) => `e.waiting_for = ${p}`, filter.waitingFor)
  add((p) => `e.created_at >= ${p}`, filter.since)
  add((p) => `e.created_at < ${p}`, filter.until)
  return conditions.join(' and ')
}
