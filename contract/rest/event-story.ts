import { z } from 'zod'
import { event, status } from './events.ts'
import { instant, told } from './told.ts'

const outsideCall = z
  .object({
    system: z.string(),
    function: z.string(),
    status: z.int().meta({ description: 'HTTP status; 0 when no answer came' }),
    error_code: z.string().nullable(),
    ms: z.number(),
    credits: z.number().nullable(),
    request_id: z.string().nullable(),
  })
  .meta({ id: 'OutsideCall', description: 'A call to another system, never its body' })

export const fieldChange = z.object({
  before: z.union([z.string(), z.boolean()]).nullable(),
  after: z.union([z.string(), z.boolean()]).nullable(),
})

export const moment = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('received'), at: instant, what: z.string() }),
    z.object({
      kind: z.literal('run'),
      at: instant,
      run_id: z.string(),
      flow: z.string(),
      ended_at: instant,
      ms: z.number(),
      status,
      verdict: told,
      calls: z.array(outsideCall),
    }),
    z.object({
      kind: z.literal('change'),
      at: instant,
      run_id: z.string(),
      system: z.enum(['zoho', 'moodle']),
      action: z.string(),
      target: z.string().nullable(),
      outcome: z.enum(['begun', 'done', 'refused', 'uncertain', 'confirmed', 'not_happened']),
      reason: z.string().nullable(),
      fields: z.record(z.string(), fieldChange),
    }),
    z.object({ kind: z.literal('settled'), at: instant, status, verdict: told.nullable() }),
  ])
  .meta({ id: 'Moment', description: 'One thing that happened to an event' })

export const eventStory = event
  .extend({
    payload: z.record(z.string(), z.unknown()).nullable().meta({ description: 'As it came; null once retention has dropped it' }),
    timeline: z.array(moment),
    outcomes: z
      .array(
        z.object({
          flow: z.string(),
          subject: z.string(),
          status,
          needs_attention: z.boolean(),
          verdict: told.nullable().meta({ description: 'What was said of it last' }),
          waiting_for: z.string().nullable(),
          coalesced_into: z.int().nullable(),
          resolved_by: z.int().nullable(),
          retry_count: z.int(),
          next_attempt_at: instant.nullable(),
          settled_at: instant.nullable().meta({ description: 'Null while it is in line for an answer' }),
        }),
      )
      .meta({ description: 'One per key, for an event that feeds several' }),
    joined: z.array(z.int()).meta({ description: 'Events whose work this one’s run did too' }),
    resolved: z.array(z.int()).meta({ description: 'Older failures that this event closed' }),
  })
  .meta({ id: 'EventStory' })

export type EventStory = z.output<typeof eventStory>

export type Moment = z.output<typeof moment>
