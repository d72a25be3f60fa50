import { z } from 'zod'
import { instant, told } from './told.ts'

export const health = z.object({ status: z.enum(['ok', 'not ok']) }).meta({ id: 'Health' })

export const databaseHealth = z
  .object({ status: z.literal('ok'), ms: z.number(), migration: z.string().nullable() })
  .meta({ id: 'DatabaseHealth' })

export const systemHealth = z
  .object({
    system: z.enum(['zoho', 'moodle']),
    status: z.enum(['ok', 'held']).meta({ description: 'held: events wait until it is well again' }),
    simulated: z.boolean(),
    mixed: z.boolean().meta({ description: 'One system is real and the other simulated' }),
    held_because: told.nullable(),
    held_since: instant.nullable(),
    next_probe_at: instant.nullable(),
    outages_in_a_row: z.int(),
    token_expires_at: instant.nullable(),
    paused_until: instant.nullable().meta({ description: 'Zoho asked all processes to ask for no token until then' }),
    credits_left: z.number().nullable(),
    last_sign_of_life: instant
      .nullable()
      .meta({ description: 'When Moodle’s plugin last pinged, which its cron does every 15 minutes' }),
    last_event: instant.nullable().meta({ description: 'When it last told us of anything by itself; null when it never has' }),
    silent_after_hours: z
      .number()
      .meta({ description: 'Twice its longest silence of the last 60 days, at least 24: silent for longer, something is wrong' }),
    is_silent: z.boolean().meta({
      description:
        'It told us things before and does so no more: see to its webhooks, of Moodle also to its cron, and to the way to us',
    }),
    probe: z
      .object({ ok: z.boolean(), ms: z.number(), trouble: told.nullable() })
      .nullable()
      .meta({ description: 'Only when asked with ?probe=1' }),
  })
  .meta({ id: 'SystemHealth' })

export type SystemHealth = z.output<typeof systemHealth>
