import { z } from 'zod'

/**
 * What may come in through the webhook door: ids, never records, because whoever receives a hint reads the record afresh. The JSON Schemas
 * in `schemas/` are made from this file (`node contract/write-schemas.ts`). The message of each rule completes "expected …".
 */

const expects = (expected: string) => ({ error: expected })
const only = (fields: string) => ({
  error: (issue: { code: string }) =>
    issue.code === 'unrecognized_keys' ? `left out: only ${fields} are taken` : 'a JSON object',
})

/** Zoho's API name of each module, with the last part of its webhook path. */
export const zohoPaths = {
  BTEC_Students: 'student',
  BTEC_Teachers: 'teacher',
  BTEC_Registrations: 'registration',
  BTEC_Classes: 'class',
  BTEC_Enrollments: 'enrollment',
  BTEC_Payments: 'payment',
  BTEC_Grades: 'grade',
  BTEC: 'unit',
  Products: 'program',
} as const

const zohoModule = z.enum(
  Object.keys(zohoPaths) as (keyof typeof zohoPaths)[],
  expects('the API name of the module that this address is for'),
)
const zohoEventType = z.enum(['created', 'updated', 'deleted'], expects('created, updated or deleted'))

const ZOHO_ID = 'a string of 15 to 20 digits in quotation marks, because a number this long loses its last digits'
const zohoId = z.string(expects(ZOHO_ID)).regex(/^[0-9]{15,20}$/, expects(ZOHO_ID))

const EVENT_ID = 'a text of 1 to 200 characters without line breaks'
const eventId = z
  .string(expects(EVENT_ID))
  .regex(/^\P{Cc}{1,200}$/u, expects(EVENT_ID))
  .max(200, expects(EVENT_ID))

const INSTANT = 'a date and time with its zone, such as 2026-01-25T10:30:00Z'
const instant = z.iso.datetime({ offset: true, ...expects(INSTANT) })

const FIELDS = 'a list of at most 500 API names of fields'
const fieldNames = z
  .array(z.string(expects(FIELDS)).regex(/^[$A-Za-z][$.\w]{0,99}$/, expects(FIELDS)), expects(FIELDS))
  .max(500, expects(FIELDS))

/** Signed by whoever holds the secret, such as a Zoho function: the seed's minimal payload. */
export const zohoWebhook = z
  .strictObject(
    {
      event_id: eventId,
      event_type: zohoEventType,
      module: zohoModule,
      record_id: zohoId,
      changed_fields: fieldNames.optional(),
      timestamp: z.union([instant, z.int().positive()], expects(`${INSTANT}, or milliseconds since 1970`)),
    },
    only('event_id, event_type, module, record_id, changed_fields and timestamp'),
  )
  .meta({ title: 'A signed hint from Zoho' })

/** From a workflow rule, which cannot sign and merges only ids safely (reference/zoho.md §4.2). JSON or form. */
export const zohoTokenWebhook = z
  .strictObject(
    {
      module: zohoModule,
      record_id: zohoId.optional(),
      zoho_id: zohoId.optional(),
      event_type: zohoEventType.default('updated'),
    },
    only('module, record_id or zoho_id, and event_type'),
  )
  .superRefine((body, context) => {
    if ((body.record_id === undefined) === (body.zoho_id === undefined)) {
      context.addIssue({ code: 'custom', path: ['record_id'], message: `either record_id or zoho_id, ${ZOHO_ID}` })
    }
  })
  .meta({ title: 'A hint from a Zoho workflow rule', oneOf: [{ required: ['record_id'] }, { required: ['zoho_id'] }] })

export type ZohoWebhook = z.output<typeof zohoWebhook>
export type ZohoTokenWebhook = z.output<typeof zohoTokenWebhook>

const MOODLE_ID = 'a positive whole number, not in quotation marks'
const moodleId = z.int(expects(MOODLE_ID)).positive(expects(MOODLE_ID))
const COUNT = 'a whole number, 0 or more'
const count = z.int(expects(COUNT)).nonnegative(expects(COUNT))

const ID_NUMBER = 'the ID number we gave it: a Zoho id, or zoho:<module>:<Zoho id>; leave it out when it is another one'
const idNumber = z.string(expects(ID_NUMBER)).regex(/^(zoho:[A-Za-z_]+:)?[0-9]{15,20}$/, expects(ID_NUMBER))

/** Ids only: besides the named ones a sender may add others, as long as they are positive whole numbers. */
const ids = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape, expects('a JSON object of ids')).catchall(moodleId)

const user = ids({ userid: moodleId })
const enrolment = ids({ userid: moodleId, courseid: moodleId, enrolmentid: moodleId.optional() })
const role = ids({ userid: moodleId, roleid: moodleId, contextid: moodleId, courseid: moodleId.optional() })
const course = ids({ courseid: moodleId })
const courseModule = ids({ courseid: moodleId, cmid: moodleId })
const grade = ids({ userid: moodleId, courseid: moodleId, assignid: moodleId.optional(), gradeid: moodleId.optional() })
const template = ids({ definitionid: moodleId })

/**
 * The event types of each webhook path with the ids they carry, under Moodle's own names. A `…deleted` event carries the keys of what is
 * gone, because it cannot be read any more: for a user or a course also the ID number we gave it.
 */
export const moodleEventTypes = {
  user: { user_created: user, user_updated: user, user_deleted: ids({ userid: moodleId, idnumber: idNumber.optional() }) },
  enrollment: { user_enrolment_created: enrolment, user_enrolment_updated: enrolment, user_enrolment_deleted: enrolment },
  role: { role_assigned: role, role_unassigned: role },
  course: {
    course_created: course,
    course_updated: course,
    course_deleted: ids({ courseid: moodleId, idnumber: idNumber.optional() }),
    course_module_created: courseModule,
    course_module_updated: courseModule,
    course_module_deleted: courseModule,
  },
  grade: { submission_graded: grade, workflow_state_updated: grade, attempt_reopened: grade, user_graded: grade },
  template: { template_changed: template, template_deleted: template },
  /** A sign of life of Moodle's cron, with figures of the outbox if the sender likes. */
  ping: { ping: z.object({}, expects('a JSON object of figures')).catchall(count) },
} as const

export type MoodlePath = keyof typeof moodleEventTypes
export type MoodleEventType = { [Path in MoodlePath]: keyof (typeof moodleEventTypes)[Path] }[MoodlePath]

/** The webhook path an event type belongs to. */
export const moodlePathOf = new Map<string, MoodlePath>(
  Object.entries(moodleEventTypes).flatMap(([path, types]) => Object.keys(types).map((type) => [type, path as MoodlePath])),
)

const UUID = 'a UUID that stays the same when the event is sent again'
const OCCURRED = 'seconds since 1970 as Moodle keeps them, or a date and time with its zone'
const envelope = {
  schema: z.literal(1, expects('the number 1')),
  event_id: z.uuid(expects(UUID)),
  /** The sender's gapless number of the event; a ping names the last number given, 0 before the first. */
  seq: count,
  occurred_at: z.union([moodleId, instant], expects(OCCURRED)),
  /** Who did it in Moodle, 0 for nobody (cron); `bridge` says that it was our own service user. */
  actor: z.strictObject({ id: count, bridge: z.boolean(expects('true or false')) }, only('id and bridge')),
}

const moodleEventOf = (type: string, data: z.ZodType<Record<string, unknown>>) =>
  z.strictObject(
    { ...envelope, event_type: z.literal(type), data },
    only('schema, event_id, seq, event_type, occurred_at, actor and data'),
  )
const [first, ...others] = Object.values(moodleEventTypes).flatMap((types) =>
  Object.entries(types).map(([type, data]) => moodleEventOf(type, data)),
)
if (first === undefined) throw new Error('moodleEventTypes is empty')

/** One line of Moodle's outbox. */
export const moodleEvent = z
  .discriminatedUnion('event_type', [first, ...others], {
    error: (issue) => (issue.code === 'invalid_union' ? `one of ${[...moodlePathOf.keys()].join(', ')}` : 'a JSON object'),
  })
  .meta({ title: 'A hint from Moodle' })

const BATCH = 'a list of 1 to 100 events'
/** Several lines of the outbox at once. Each is checked by itself, so that a bad one does not stop the others. */
export const moodleBatch = z
  .strictObject({ events: z.array(z.unknown(), expects(BATCH)).min(1, expects(BATCH)).max(100, expects(BATCH)) }, only('events'))
  .meta({ title: 'A batch of hints from Moodle' })

export type MoodleEvent = z.output<typeof moodleEvent>
