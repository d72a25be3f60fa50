import { z } from 'zod'

/**
 * What the REST API asks and answers, and what the command line prints with `--json`. The OpenAPI document is made from this file.
 * Instants are ISO 8601 in UTC; an absent value is null.
 */

const instant = z.iso.datetime({ offset: true })
const params = z.record(z.string(), z.union([z.string(), z.number()]))

export const statuses = ['pending', 'processing', 'waiting', 'held', 'rehearsed', 'completed', 'skipped', 'failed'] as const
export const sources = ['zoho', 'moodle', 'sync', 'person', 'dependency'] as const

const status = z.enum(statuses).meta({
  description:
    'pending: in line · processing: a run has it · waiting: for something that will wake it · held: by a switch or a limit · ' +
    'rehearsed: only planned · completed, skipped, failed: at an end',
})

/** A code with its parameters, and its sentences for staff. */
export const told = z
  .object({
    code: z.string().meta({ example: 'student.updated' }),
    params,
    what: z.string().meta({ description: 'What happened' }),
    why: z.string(),
    todo: z.string().meta({ description: 'What to do, or that nothing need be done' }),
    safe: z.string().meta({ description: 'What cannot have gone wrong' }),
  })
  .meta({ id: 'Told', description: 'A code with its parameters, and its sentences for staff' })

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
const words = z.string().min(1).max(300)

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

const fieldChange = z.object({
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

export const cause = z
  .object({
    cause: z.string(),
    words: told,
    events: z.int(),
    first_seen: instant,
    last_seen: instant,
    example: z.int().nullable().meta({ description: 'The newest of its events' }),
  })
  .meta({ id: 'Cause', description: 'Failed and waiting events with one code and one thing in the way' })

export const causes = z.object({ causes: z.array(cause) }).meta({ id: 'Causes' })

export const setting = z
  .object({
    key: z.string(),
    value: z.unknown(),
    standard: z.unknown().meta({ description: 'The value of a college that never changed it' }),
    is_standard: z.boolean(),
    says: z.string(),
  })
  .meta({ id: 'Setting' })

export const settingList = z.object({ settings: z.array(setting) }).meta({ id: 'Settings' })
export const settingRequest = z.strictObject({ value: z.unknown() }).meta({ id: 'SettingRequest' })
export const settingSet = setting
  .extend({ released: z.int().meta({ description: 'Held events that run now because their switch was turned on' }) })
  .meta({ id: 'SettingSet' })
export const settingHistory = z
  .object({
    changes: z.array(z.object({ before: z.unknown(), after: z.unknown(), changed_at: instant, changed_by: z.string() })),
  })
  .meta({ id: 'SettingHistory' })

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

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    field: z.string().optional(),
    fix: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457, with our code, the field that is wrong and what to do about it' })

export type Told = z.output<typeof told>
export type Event = z.output<typeof event>
export type EventPage = z.output<typeof eventPage>
export type EventStory = z.output<typeof eventStory>
export type Moment = z.output<typeof moment>
export type Cause = z.output<typeof cause>
export type Setting = z.output<typeof setting>
export type SyncRun = z.output<typeof syncRun>
export type SyncStatus = z.output<typeof syncStatus>
export type SyncAccepted = z.output<typeof syncAccepted>

export type DriftReport = z.output<typeof driftReport>
export type DriftPage = z.output<typeof driftPage>
export type StudentView = z.output<typeof studentView>
export type SystemHealth = z.output<typeof systemHealth>
