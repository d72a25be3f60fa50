import { z } from 'zod'
import { subjectOfModule, type ZohoModule } from '../../domain/zoho-modules.ts'
import type { FailedWebhook } from '../../ports/zoho.ts'
import { understood } from './answer.ts'
import type { Call } from './call.ts'
import { zohoIdText } from './record-page.ts'
import { failedWebhooksRequest } from './request.ts'

const page = z.object({
  webhook_failures: z.array(
    z.object({
      entity_details: z.object({ module: z.object({ api_name: z.string() }), id: zohoIdText }),
      failure_time: z.string(),
      failure_reason: z.string().nullish(),
    }),
  ),
  info: z.object({ more_records: z.boolean().default(false) }).default({ more_records: false }),
})

const DAY_MS = 24 * 60 * 60_000
/** Longer spans are refused (reference/zoho.md §4.2). */
const LONGEST_SPAN_MS = 89 * DAY_MS

/**
 * The deliveries that failed at this instant or later, of the modules we listen to. Zoho takes calendar days of its own time zone, so a
 * day more is asked for and what is older is left out here.
 */
export async function readFailedWebhooks(call: Call, since: Date, now: number = Date.now()): Promise<FailedWebhook[]> {
  const from = new Date(Math.max(since.getTime() - DAY_MS, now - LONGEST_SPAN_MS))
  const found: FailedWebhook[] = []
  for (let number = 1; ; number += 1) {
    const request = failedWebhooksRequest(dayOf(from), number)
    const answer = await call(request)
    if (answer.body === undefined) return found
    const { webhook_failures: failures, info } = understood(page, request, answer)
    for (const { entity_details: entity, failure_time: time, failure_reason: reason } of failures) {
      const failedAt = new Date(time)
      const module = entity.module.api_name
      if (failedAt >= since && isListenedTo(module)) found.push({ module, id: entity.id, failedAt, reason: reason ?? '' })
    }
    if (!info.more_records) return found
  }
}

const isListenedTo = (module: string): module is ZohoModule => Object.hasOwn(subjectOfModule, module)
const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)
