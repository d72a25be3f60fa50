import { z } from 'zod'
import { instant, told } from './told.ts'

export const syncNames = [
  'programs',
  'teachers',
  'students',
  'units',
  'classes',
  'registrations',
  'enrolments',
  'finance',
] as const

export const syncRun = z
  .object({
    job_id: z.string(),
    name: z.enum(syncNames),
    module: z.string().meta({ description: 'Zoho’s module that it reads first' }),
    kind: z.enum(['bulk', 'request']).meta({ description: 'request: records that somebody named' }),
    status: z.enum(['queued', 'running', 'completed', 'interrupted', 'failed', 'stopped']).meta({
      description: 'Of the reading. stopped: it waits for a person’s word, see trouble',
    }),
    read: z.int(),
    added: z.int(),
    changed: z.int(),
    gone: z.int().meta({ description: 'Known here and no longer in Zoho; their runs look again before anything is removed' }),
    withheld: z.int().meta({ description: 'The same, and too many of them to go on without a person’s word' }),
    unchanged: z.int(),
    asked_by: z.string(),
    trouble: told.nullable(),
    started_at: instant,
    ended_at: instant.nullable(),
    settled_at: instant.nullable().meta({ description: 'When somebody saw the last of its hints come to an end' }),
  })
  .meta({ id: 'SyncRun' })

export const syncStatus = syncRun
  .extend({
    events: z
      .object({ written: z.int(), in_line: z.int(), waiting: z.int(), kept: z.int(), failed: z.int(), done: z.int() })
      .meta({ description: 'What became of the hints it wrote; kept: held or rehearsed' }),
    progress: z
      .object({ total: z.int(), success: z.int(), failed: z.int(), current: z.int() })
      .meta({ description: 'The same in four figures; total grows while it reads' }),
  })
  .meta({ id: 'SyncStatus' })

export const syncHistory = z.object({ runs: z.array(syncRun) }).meta({ id: 'SyncHistory' })

const wishes = {
  send_mail: z.boolean().default(false).meta({ description: 'Let Moodle mail new passwords (only with moodle.auth = manual)' }),
  allow_removals: z.boolean().default(false).meta({ description: 'Remove more at once than the limits allow without a person' }),
}

export const syncRequest = z
  .strictObject({ ...wishes, name: z.enum(syncNames).optional(), all: z.literal(true).optional() })
  .refine(({ name, all }) => (name === undefined) !== (all === undefined), { message: 'either name or all', path: ['name'] })
  .meta({ id: 'SyncRequest' })

const zohoRecordIds = z
  .array(z.string().regex(/^\d{15,20}$/, 'a Zoho record id: 15 to 20 digits'))
  .min(1)
  .max(500)

export const syncWish = z.strictObject({ ...wishes, async: z.literal(true).optional() }).meta({ id: 'SyncWish' })

export const syncStudentsRequest = z
  .strictObject({
    ...wishes,
    async: z.literal(true).optional().meta({ description: 'It always is' }),
    student_ids: zohoRecordIds.optional().meta({ description: 'Only these, at once; without it all that differ' }),
    sync_mode: z.enum(['profile', 'all']).optional().meta({ description: 'profile: the account; all: also what is paid' }),
  })
  .meta({ id: 'SyncStudentsRequest' })

export const syncAccepted = z
  .object({
    status: z.literal('accepted'),
    job_id: z.string().meta({ description: 'Of the first job' }),
    message: z.string(),
    check_status_url: z.string(),
    jobs: z.array(z.object({ job_id: z.string(), name: z.enum(syncNames), check_status_url: z.string() })),
  })
  .meta({ id: 'SyncAccepted' })

export type SyncRun = z.output<typeof syncRun>

export type SyncStatus = z.output<typeof syncStatus>

export type SyncAccepted = z.output<typeof syncAccepted>
