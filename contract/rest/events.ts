import { z } from 'zod'
import { instant, told } from './told.ts'

export const statuses = ['pending', 'processing', 'waiting', 'held', 'rehearsed', 'completed', 'skipped', 'failed'] as const

export const sources = ['zoho', 'moodle', 'sync', 'person', 'dependency'] as const

export const status = z.enum(statuses).meta({
  description:
    'pending: in line · processing: a run has it · waiting: for something that will wake it · held: by a switch or a limit · ' +
    'rehearsed: only planned · completed, skipped, failed: at an end',
})

export const event = z
  .object({
    id: z.int().meta({ description: 'Row number; a later event has a higher one' }),
    event_id: z.string().meta({ description: 'The sender’s id' }),
    source: z.enum(sources),
    name: z.string().meta({ example: 'zoho.student.updated' }),
    event_type: z.string(),
    module: z.string().nullable(),
    record_id: z.string(),
    lane: z.enum(['live', 'bulk']),
    flow: z.string().nullable(),
    subject: z.string().nullable(),
    status,
    needs_attention: z.boolean(),
    verdict: told.nullable(),
    cause: z.string().nullable().meta({ description: 'What it failed for or waits for, shared with others: see /v1/causes' }),
    waiting_for: z.string().nullable(),
    retry_count: z.int(),
    next_attempt_at: instant.nullable(),
    put_back_by: z.enum(['person', 'setting', 'sender']).nullable(),
    coalesced_into: z.int().nullable().meta({ description: 'The event whose run did this one’s work too' }),
    resolved_by: z.int().nullable().meta({ description: 'The later event that settled the matter' }),
    created_at: instant,
    started_at: instant.nullable(),
    processed_at: instant.nullable(),
    run_ms: z.int().nullable(),
  })
  .meta({ id: 'Event' })

export const eventPage = z
  .object({
    events: z.array(event),
    next_cursor: z.string().nullable().meta({ description: 'Give it as `cursor` for the next page; null on the last' }),
    count: z.int().meta({ description: 'Of the whole filter, counted no further than 10,001' }),
    count_is_capped: z.boolean(),
  })
  .meta({ id: 'EventPage' })

const list = <Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(values)).min(1))

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1')

export const words = z.string().min(1).max(300)

const narrowing = {
  source: z.enum(sources),
  module: words.meta({ example: 'BTEC_Students' }),
  flow: words.meta({ example: 'students' }),
  subject: words.meta({ description: 'A record’s id' }),
  cause: words.meta({ description: 'As /v1/causes names it, or its code alone' }),
  name: words.meta({ example: 'zoho.student.updated' }),
  since: instant,
  until: instant,
}

export const eventQuery = z
  .strictObject({
    ...narrowing,
    status: list(statuses).meta({ description: 'One, or several with commas' }),
    needs_attention: flag,
    cursor: words.meta({ description: '`next_cursor` of the page before' }),
  })
  .partial()
  .extend({ limit: z.coerce.number().int().min(1).max(500).default(50) })

/** Which events a verb is for. */
export const eventChoice = z
  .strictObject({
    ...narrowing,
    ids: z.array(z.int().positive()).min(1).max(10_000).meta({ description: 'Row numbers' }),
    needs_attention: z.boolean(),
  })
  .partial()

export const releaseRequest = eventChoice
  .extend({
    switch: words.optional().meta({ description: 'Only what this switch holds', example: 'BTEC_Students.deleted' }),
    status: z.enum(['held', 'rehearsed']).optional().meta({ description: 'Absent: both' }),
    count_only: z.boolean().default(false),
  })
  .meta({ id: 'ReleaseRequest' })

export const resetRequest = eventChoice.extend({ count_only: z.boolean().default(false) }).meta({ id: 'ResetRequest' })

export const putBack = z
  .object({
    events: z.int().meta({ description: 'How many were put in line, or would be' }),
    done: z.boolean().meta({ description: 'False when only counted' }),
  })
  .meta({ id: 'PutBack' })

export type Event = z.output<typeof event>

export type EventPage = z.output<typeof eventPage>
