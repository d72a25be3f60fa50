import { z } from 'zod'
import { fieldChange } from './event-story.ts'
import { event } from './events.ts'
import { instant } from './told.ts'

const fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable())

const change = z.object({
  at: instant,
  flow: z.string(),
  subject: z.string(),
  event: z.int().nullable(),
  system: z.enum(['zoho', 'moodle']),
  action: z.string(),
  target: z.string().nullable(),
  outcome: z.enum(['begun', 'done', 'refused', 'uncertain', 'confirmed', 'not_happened']),
  fields: z.record(z.string(), fieldChange),
})

export const studentView = z
  .object({
    record_id: z.string(),
    in_zoho: z.boolean().meta({ description: 'False when the record cannot be read there (any more)' }),
    sides: z.array(
      z.object({
        field: z.string(),
        zoho: z.union([z.string(), z.boolean()]).nullable(),
        moodle: z.union([z.string(), z.boolean()]).nullable(),
        agree: z.boolean(),
      }),
    ),
    zoho: fields.nullable().meta({ description: 'What is read of the record, in our words' }),
    account: fields.nullable().meta({ description: 'Of Moodle' }),
    links: z.array(z.object({ module: z.string(), record_id: z.string(), moodle_id: z.int(), deleted_in_moodle: z.boolean() })),
    registrations: z.array(z.object({ record_id: z.string(), zoho: fields })),
    enrolments: z.array(
      z.object({
        record_id: z.string(),
        class: z.string().nullable(),
        course: z.int().nullable().meta({ description: 'Of Moodle; null while the class is not linked' }),
        zoho: fields,
        moodle: z
          .object({ suspended: z.boolean(), timestart: z.int(), timeend: z.int(), roles: z.array(z.int()) })
          .nullable()
          .meta({ description: 'Instants in seconds since 1970, 0 for none' }),
      }),
    ),
    finance: z.object({
      zoho: fields.nullable(),
      payments: z.array(z.object({ record_id: z.string(), zoho: fields })),
      moodle: z.record(z.string(), z.unknown()).nullable().meta({ description: 'The copy that the plugin keeps; null without' }),
    }),
    open_events: z.array(event).meta({ description: 'Those in line, waiting, held or failed' }),
    changes: z.array(change).meta({ description: 'What we changed last, newest first' }),
  })
  .meta({ id: 'StudentView', description: 'One student on both sides, and what happened to them' })

export type StudentView = z.output<typeof studentView>
