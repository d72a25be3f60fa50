import { nothing, type ZohoAnswer, type ZohoCall } from './call.ts'
import { isDate, writeDateTime } from './date-times.ts'
import { RefusedRequest } from './errors.ts'
import type { FailedDelivery } from './failed-deliveries.ts'
import { readPage, readPerPage } from './list-request.ts'
import { defaultRules } from './webhook-rules.ts'
import type { World } from './world.ts'

const DAY = 86_400_000
const DAYS_SHOWN = 30
const LONGEST_SPAN_DAYS = 90

const invalid = (code: string, message: string, details: Record<string, unknown>): RefusedRequest =>
  new RefusedRequest(400, code, message, details)

const dayOf = (world: World, instant: number): string => writeDateTime(instant, world.behaviour.zone).slice(0, 10)
const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY).toISOString().slice(0, 10)

const readDay = (call: ZohoCall, name: 'from' | 'to', fallback: string): string => {
  const text = call.query[name]
  if (text === undefined) return fallback
  if (!isDate(text))
    throw invalid('INVALID_DATA', 'The value provided to the param is Invalid', { param_name: name, expected_data_type: 'date' })
  return text
}

/** Days of the organisation's calendar, both included: the last 30 unless told otherwise, never more than 90. */
const readSpan = (world: World, call: ZohoCall): { from: string; to: string } => {
  const to = readDay(call, 'to', dayOf(world, world.clock.now()))
  const from = readDay(call, 'from', daysBefore(to, DAYS_SHOWN))
  if (from > to || from < daysBefore(to, LONGEST_SPAN_DAYS)) {
    throw invalid('INVALID_DATA', 'The value provided to the param is Invalid', {
      param_name: 'from',
      expected_data_type: 'date',
    })
  }
  return { from, to }
}

const nameOf = (world: World, { module, recordId }: FailedDelivery): string | null => {
  const table = world.store.table(module)
  const row = table.get(recordId) ?? world.store.tombstone(module, recordId)?.row
  const name = row?.values[table.schema.nameField]
  return typeof name === 'string' ? name : null
}

/** `GET /settings/automation/webhook_failures`: the deliveries that did not arrive, newest first (reference/zoho.md §4.2). */
export const listWebhookFailures = (world: World, failures: readonly FailedDelivery[], call: ZohoCall): ZohoAnswer => {
  const { module, webhook_id: webhook } = call.query
  if (module !== undefined && !world.store.schema.has(module))
    throw invalid('INVALID_MODULE', 'The value provided to the param is Invalid', { param_name: 'module' })
  if (webhook !== undefined && !defaultRules.some((rule) => rule.webhook.id === webhook))
    throw invalid('INVALID_DATA', 'the id given seems to be invalid', { param_name: 'webhook_id' })
  const { from, to } = readSpan(world, call)
  const perPage = readPerPage(call.query)
  const page = readPage(call.query)
  const found = failures.filter((each) => {
    const day = dayOf(world, each.at)
    return (
      day >= from &&
      day <= to &&
      (module === undefined || each.module === module) &&
      (webhook === undefined || each.webhook.id === webhook)
    )
  })
  const shown = found.slice((page - 1) * perPage, page * perPage)
  if (shown.length === 0) return nothing
  return {
    status: 200,
    rowsFound: shown.length,
    body: {
      webhook_failures: shown.map((each) => ({
        webhook: each.webhook,
        entity_details: {
          module: { api_name: each.module, id: world.store.module(each.module).id },
          name: nameOf(world, each),
          id: each.recordId,
        },
        failure_time: writeDateTime(each.at, world.behaviour.zone),
        failure_reason: each.reason,
        id: each.id,
        workflow_rule: each.workflow,
      })),
      info: { per_page: perPage, count: shown.length, page, more_records: found.length > page * perPage },
    },
  }
}
