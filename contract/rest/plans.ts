import { z } from 'zod'
import { told } from './told.ts'

/** What the REST API asks and answers about plans, and what the command line prints with `--json`. */

const instant = z.iso.datetime({ offset: true })

export const planStatuses = ['creating', 'ready', 'approved', 'applying', 'applied', 'failed', 'expired'] as const
export const itemStatuses = ['planned', 'noted', 'applied', 'applied_differently', 'moved', 'failed', 'skipped', 'held'] as const
export const planFlags = ['removes', 'email', 'creates', 'adopts', 'mails'] as const

const price = z
  .object({ zoho_credits: z.int().nullable(), moodle_calls: z.int().nullable() })
  .meta({ description: 'Null while it is not known' })

export const planRequest = z
  .strictObject({
    names: z
      .array(z.string().min(1).max(50))
      .max(20)
      .optional()
      .meta({
        description: 'As “sync” has them; absent: everything',
        example: ['students'],
      }),
    ids: z.array(z.string().max(30)).min(1).max(5000).optional().meta({ description: 'Only these records of the one name' }),
    compare_all: z.boolean().default(false).meta({
      description: 'Both sides of every record, also of those that are in Zoho as they were last known',
    }),
  })
  .meta({ id: 'PlanRequest' })

export const plan = z
  .object({
    id: z.int(),
    status: z.enum(planStatuses),
    names: z.array(z.string()),
    ids: z.array(z.string()).nullable(),
    compare_all: z.boolean(),
    looked_at: z.int(),
    in_step: z.int(),
    spent: price.meta({ description: 'What making it took' }),
    price: price.meta({ description: 'What applying it will take, an estimate' }),
    trouble: told.nullable().meta({ description: 'What ended its making, or stopped its applying' }),
    created_by: z.string(),
    created_at: instant,
    ready_at: instant.nullable(),
    expires_at: instant.nullable(),
    approved_by: z.string().nullable(),
    approved_at: instant.nullable(),
    applied_by: z.string().nullable(),
    apply_begun_at: instant.nullable(),
    applied_at: instant.nullable(),
  })
  .meta({ id: 'Plan', description: 'What a sync would do, kept until a person has approved it and it was done' })

export const planList = z.object({ plans: z.array(plan) }).meta({ id: 'Plans' })

const counts = z.object({
  by_status: z.partialRecord(z.enum(itemStatuses), z.int()),
  by_flag: z.partialRecord(z.enum(planFlags), z.int()).meta({
    description: 'removes, creates, adopts, changes an e-mail address, or has Moodle mail a password (mails: how many)',
  }),
  by_flow: z.record(z.string(), z.int()),
})

export const planSummary = plan.extend({ counts }).meta({ id: 'PlanSummary' })

const value = z.union([z.string(), z.boolean()]).nullable()
const change = z.object({
  system: z.enum(['zoho', 'moodle']),
  action: z.string(),
  target: z.string().nullable(),
  fields: z.record(z.string(), z.object({ before: value, after: value })),
})

export const planItem = z
  .object({
    nth: z.int().meta({ description: 'Items are applied in this order' }),
    flow: z.string(),
    subject: z.string(),
    module: z.string(),
    record_id: z.string(),
    status: z.enum(itemStatuses).meta({
      description:
        'planned · noted: would fail or wait, nothing of it is applied · applied, applied_differently · moved: refused, because it is not ' +
        'as it was · failed, skipped, held: what its run said',
    }),
    flags: z.array(z.enum(planFlags)),
    changes: z.array(change),
    verdict: told.nullable().meta({ description: 'What the rehearsal said; once it was applied, what its run said' }),
    event: z.int().nullable().meta({ description: 'The event that did it: see /v1/events/{id}' }),
    done: z.array(change).nullable().meta({ description: 'What was changed, where that is not what was planned' }),
    settled_at: instant.nullable(),
  })
  .meta({ id: 'PlanItem' })

export const planView = planSummary
  .extend({
    items: z.array(planItem),
    next_after: z.int().nullable().meta({ description: 'Give it as `after` for the next page; null on the last' }),
  })
  .meta({ id: 'PlanView' })

export const planQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  status: z.enum(itemStatuses).optional(),
  flag: z.enum(planFlags).optional(),
})

export type Plan = z.output<typeof plan>
export type PlanSummary = z.output<typeof planSummary>
export type PlanItem = z.output<typeof planItem>
export type PlanView = z.output<typeof planView>
