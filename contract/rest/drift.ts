import { z } from 'zod'
import { status, words } from './events.ts'
import { instant, told } from './told.ts'

const fieldValue = z.union([z.string(), z.boolean()]).nullable()

export const driftCauses = ['missed event', 'wrong side', 'refused', 'never seen', 'in line'] as const

export const driftReport = z
  .object({
    report_id: z.string(),
    status: z.enum(['running', 'completed', 'stopped', 'failed']),
    because: z.string().nullable().meta({
      description:
        'Of a stopped one: budget or reserve (settings reconcile.credits, reconcile.reserve), or the code of a system that was away',
    }),
    repairs: z.boolean().meta({ description: 'Whether it wrote events to bring into step what it found' }),
    credits: z.int().meta({ description: 'What it used of Zoho’s credits' }),
    started_at: instant,
    ended_at: instant.nullable(),
    flows: z.array(
      z.object({
        flow: z.string(),
        looked_at: z.int(),
        in_step: z.int(),
        differ: z.int(),
        confirmed: z.int().meta({ description: 'Copies that were sent again, so that they do not look old' }),
        trouble: z.string().nullable().meta({ description: 'The code for which it was not compared to its end' }),
      }),
    ),
    causes: z
      .object({ missed_event: z.int(), wrong_side: z.int(), refused: z.int(), never_seen: z.int(), in_line: z.int() })
      .meta({ description: 'How many fields differ, by the guessed cause' }),
  })
  .meta({ id: 'DriftReport', description: 'A comparison of both sides, whatever was last known' })

export const driftReports = z.object({ reports: z.array(driftReport) }).meta({ id: 'DriftReports' })

export const driftAsked = z
  .object({ status: z.enum(['asked', 'running']).meta({ description: 'asked: begins within a minute' }) })
  .meta({ id: 'DriftAsked' })

export const driftQuery = z
  .strictObject({
    flow: words.meta({ example: 'students' }),
    subject: words,
    cause: z.enum(driftCauses),
    after: z.coerce.number().int().min(0).meta({ description: '`next_after` of the page before' }),
  })
  .partial()
  .extend({ limit: z.coerce.number().int().min(1).max(500).default(100) })

export const driftPage = z
  .object({
    report: driftReport,
    items: z.array(
      z.object({
        id: z.int(),
        flow: z.string(),
        subject: z.string(),
        system: z.enum(['zoho', 'moodle']).nullable().meta({ description: 'Whose value is to be corrected' }),
        action: z.string().nullable(),
        field: z.string().nullable().meta({ description: 'Null where only `said` can be told' }),
        stands: fieldValue.meta({ description: 'What stands there' }),
        due: fieldValue.meta({ description: 'What should' }),
        since: instant.nullable().meta({ description: 'When the two last agreed, as far as we know' }),
        cause: z.enum(driftCauses).meta({
          description:
            'missed event: Zoho changed and nothing told us · wrong side: changed where it is not kept · refused: see the inbox · ' +
            'never seen: nothing was ever settled of it · in line: an event of it is on its way, waits or is held',
        }),
        said: told.nullable(),
        event: z.int().nullable().meta({ description: 'The event that repairs it' }),
        event_status: status.nullable(),
      }),
    ),
    next_after: z.int().nullable(),
  })
  .meta({ id: 'DriftPage' })

export type DriftReport = z.output<typeof driftReport>

export type DriftPage = z.output<typeof driftPage>
