import { z } from 'zod'
import { moodleBatch, moodleEvent, zohoTokenWebhook, zohoWebhook } from './webhooks.ts'

/** @param reused whether a rule that is used twice stands once under `$defs` */
const jsonSchemaOf = (schema: z.ZodType, reused: 'ref' | 'inline' = 'inline'): Record<string, unknown> =>
  z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', reused })

function batchOfEvents(): Record<string, unknown> {
  const batch = jsonSchemaOf(moodleBatch) as { properties: { events: object } }
  return { ...batch, properties: { events: { ...batch.properties.events, items: { $ref: 'moodle-event.json' } } } }
}

/** File name in `schemas/` → JSON Schema, for readers that do not speak TypeScript. */
export const jsonSchemas: Record<string, Record<string, unknown>> = {
  'zoho-webhook.json': jsonSchemaOf(zohoWebhook),
  'zoho-token-webhook.json': jsonSchemaOf(zohoTokenWebhook),
  'moodle-event.json': jsonSchemaOf(moodleEvent, 'ref'),
  'moodle-batch.json': batchOfEvents(),
}

export const asFile = (schema: Record<string, unknown>): string => `${JSON.stringify(schema, null, 2)}\n`
