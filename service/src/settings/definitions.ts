import { z } from 'zod'
import { isTimeZone } from '../domain/days.ts'
import { isCronExpression } from './cron.ts'

/** What a switch of `workflows.auto_enabled` may say. `true` and `false` are the seed's words for on and hold. */
const workflowSwitch = z.union([z.enum(['on', 'hold', 'skip']), z.boolean()])

const text = z.string().min(1)
const count = z.number().int().positive()
const schedule = z
  .string()
  .refine(
    (expression) => expression === '' || isCronExpression(expression),
    'five fields of cron such as "15 2 * * *", or nothing for never',
  )

/**
 * Every setting there is: its shape, its default and what it does. Settings belong to a tenant and are read when a job runs, so a change
 * takes effect at once.
 */
export const settings = {
  'webhooks.zoho.static_token': {
    shape: z.strictObject({ enabled: z.boolean() }),
    standard: { enabled: true },
    says: 'Accept Zoho workflow webhooks that prove themselves with X-Campusbridge-Token, because Zoho cannot sign them.',
  },
  'webhooks.moodle.static_token': {
    shape: z.strictObject({ enabled: z.boolean() }),
    standard: { enabled: false },
    says: 'Accept Moodle webhooks that prove themselves with a fixed token instead of a signature.',
  },
  'workflows.auto_enabled': {
    shape: z.record(z.string().regex(/^[A-Za-z_.]+\.[a-z_]+$/), workflowSwitch),
    standard: {},
    says: 'A switch per Module.event, such as "BTEC_Students.deleted": on, hold (kept until switched on) or skip. Absent means on.',
  },
  'system.dry_run': {
    shape: z.strictObject({ enabled: z.boolean(), modules: z.array(text).default([]) }),
    standard: { enabled: false, modules: [] as string[] },
    says: 'Rehearse instead of changing anything: for the modules named, or for all when the list is empty.',
  },
  'events.retention': {
    shape: z.strictObject({ completed_days: count, failed_days: count, cleanup_enabled: z.boolean() }),
    standard: { completed_days: 90, failed_days: 365, cleanup_enabled: true },
    says: 'How long payloads and attempts of settled events are kept. The event itself stays as the receipt.',
  },
  'events.rate_limit': {
    shape: z.strictObject({ enabled: z.boolean(), max_per_minute: count, max_per_hour: count }),
    standard: { enabled: false, max_per_minute: 100, max_per_hour: 1000 },
    says: 'An optional guard at the door. When it refuses, the sender is told when to come back.',
  },
  'events.retries': {
    shape: z.strictObject({ attempts: count, first_delay_ms: count, longest_delay_ms: count }),
    standard: { attempts: 3, first_delay_ms: 5_000, longest_delay_ms: 600_000 },
    says: 'How often a run that failed for a passing reason is tried, and how long the pauses grow.',
  },
  'events.parent_wait_hours': {
    shape: z.number().positive(),
    standard: 24,
    says: 'How long an event waits for a missing parent before it needs attention.',
  },
  'deletions.look_again_minutes': {
    shape: z.number().positive(),
    standard: 10,
    says: 'A record that cannot be read but is not in the deleted list is looked at again after this long.',
  },
  'deletions.per_hour': {
    shape: z.number().int().nonnegative(),
    standard: 10,
    says: 'How many accounts live deletions may suspend per hour and module; the rest is held until a person releases it.',
  },
  'deletions.bulk_percent': {
    shape: z.number().nonnegative().max(100),
    standard: 5,
    says: 'A bulk read that finds more than this share of a module’s records gone, and more than deletions.bulk_count, stops for a person.',
  },
  'deletions.bulk_count': {
    shape: z.number().int().nonnegative(),
    standard: 10,
    says: 'So many removals a bulk read may always ask for; beyond them deletions.bulk_percent decides.',
  },
  'loop.changes_per_hour': {
    shape: count,
    standard: 20,
    says: 'A subject that we change more often than this in an hour is stopped.',
  },
  'adopt.overwrite_idnumber': {
    shape: z.boolean(),
    standard: false,
    says: 'Adopt a Moodle account even when its ID number is somebody else’s.',
  },
  'college.time_zone': {
    shape: z.string().refine((zone) => zone === '' || isTimeZone(zone), 'an IANA time zone such as Asia/Amman, or nothing'),
    standard: '',
    says: 'Where the college’s days begin and end. Nothing: the time zone of the Zoho organisation.',
  },
  schedules: {
    shape: z.strictObject({
      sweep_changes: schedule.default('*/10 * * * *'),
      sweep_deleted: schedule.default('7 * * * *'),
      webhook_failures: schedule.default('37 * * * *'),
      nightly: schedule.default('15 2 * * *'),
    }),
    standard: {
      sweep_changes: '*/10 * * * *',
      sweep_deleted: '7 * * * *',
      webhook_failures: '37 * * * *',
      nightly: '15 2 * * *',
    },
    says: 'When the service looks for what no webhook told it, and when it compares both sides: cron expressions in the time zone of the college. Nothing: never.',
  },
  'reconcile.overlap_seconds': {
    shape: z.number().int().min(1).max(86_400),
    standard: 120,
    says: 'How much of what a sweep has seen is looked at again by the next, because Zoho tells times in whole seconds.',
  },
  'reconcile.scan_minutes': {
    shape: count,
    standard: 60,
    says: 'How often a module is read whole that does not tell when its records change.',
  },
  'reconcile.credits': {
    shape: count,
    standard: 3_000,
    says: 'How many Zoho credits one comparison of both sides may use. The next one goes on where it stopped.',
  },
  'reconcile.reserve': {
    shape: z.number().int().nonnegative(),
    standard: 2_000,
    says: 'A comparison stops when Zoho says that fewer credits than this are left: they are kept for people’s work.',
  },
  'reconcile.repair': {
    shape: z.boolean(),
    standard: true,
    says: 'Bring into step what a comparison finds, within the limits on removals. Off: only report it.',
  },
  'reconcile.keep_days': {
    shape: count,
    standard: 60,
    says: 'How long reports of differences are kept; they hold people’s data.',
  },
  'moodle.auth': {
    shape: z.string().regex(/^[a-z0-9_]+$/),
    standard: 'manual',
    says: 'The authentication plugin of new Moodle accounts.',
  },
  'students.statuses': {
    shape: z.strictObject({ active: z.array(z.string()), suspended: z.array(z.string()), none: z.array(z.string()) }),
    standard: {
      active: [
        'Approved',
        'approved',
        'Approved-conditional',
        'approved-conditional',
        'Welcome Letter Sent',
        'Account Creation',
        'Registered',
        'Active',
        'Revive',
        'Graduated',
        'Graduate Form Sent',
        'Student Certificate Sent',
      ],
      suspended: ['Freeze', 'Freezed', 'Withdraw', 'Blocked', 'Passive', 'Unregistered'],
      none: ['Pending', 'Enrollment Form', '-None-', ''],
    },
    says: 'What each Zoho Status means for the Moodle account: active, suspended, or none yet. Both spellings of a value may stand here.',
  },
  'programs.parent_category': {
    shape: z.number().int().nonnegative(),
    standard: 0,
    says: 'The Moodle category below which new programmes get theirs; 0 is the top. Those that are there stay where they are.',
  },
  'classes.statuses': {
    shape: z.strictObject({ none: z.array(z.string()), visible: z.array(z.string()), hidden: z.array(z.string()) }),
    standard: {
      none: ['Pending', '-None-', ''],
      visible: [
        'Active',
        'Initial Evaluation',
        'Final Evaluation',
        'Waiting Assessment',
        'Waiting Submission',
        'Waiting Reassessment',
        'Waiting Resubmission',
        'Completed',
        'End',
      ],
      hidden: [] as string[],
    },
    says: 'What each Class Status means for the Moodle course: none yet, visible, or hidden. Both spellings of a value may stand here. Enrolments are kept in any case.',
  },
  'classes.format': {
    shape: z.string().regex(/^[a-z0-9_]+$/),
    standard: 'topics',
    says: 'The course format of new courses. Where it is weeks, Moodle sets the end date itself.',
  },
  'classes.sections': {
    shape: z.number().int().nonnegative(),
    standard: 12,
    says: 'How many sections a new course begins with.',
  },
  'classes.staff': {
    shape: z.array(z.strictObject({ user: z.union([text, count]), role: count })),
    standard: [] as { user: string | number; role: number }[],
    says: 'Who is enrolled in every course beside its teacher: user names or ids of Moodle accounts, each with the id of a role.',
  },
  'roles.teacher': {
    shape: count,
    standard: 3,
    says: 'The id of the Moodle role that a class’s teacher has in its course; 3 is the editing teacher of a new site.',
  },
  'roles.student': {
    shape: count,
    standard: 5,
    says: 'The number of the role in Moodle that students have in their courses.',
  },
  'enrolments.types': {
    shape: z.record(z.string(), z.strictObject({ enrolled: z.boolean(), role: count.nullable() })),
    standard: {
      Normal: { enrolled: true, role: null },
      Recording: { enrolled: true, role: null },
      'Self-Study': { enrolled: true, role: null },
      'Not Graded': { enrolled: true, role: null },
    },
    says: 'What each Enrollment Type means in the course: enrolled or not, and the number of a role other than roles.student. None counts as Normal.',
  },
  'registrations.statuses': {
    shape: z.strictObject({ member: z.array(text), kept: z.array(text), left: z.array(text) }),
    standard: { member: ['New', 'Active', 'Special'], kept: ['Graduated'], left: ['Freeze', 'Blocked', 'Withdraw'] },
    says: 'What each Registration Status means for the cohort of the programme: added to it, left as he is, or not added and, with cohorts.remove, taken out.',
  },
  'cohorts.remove': {
    shape: z.boolean(),
    standard: false,
    says: 'Take students out of the cohort of a programme they left. Where the cohort enrols into courses, Moodle then deletes their grades there.',
  },
  'finance.types_that_reduce_the_fee': {
    shape: z.array(text),
    standard: ['Study Fees'],
    says: 'Payments of these Zoho Payment_Type values are paid towards the fee; all others are shown, and do not reduce what remains.',
  },
  'finance.subtracted_from_total': {
    shape: z.array(z.enum(['discount', 'scholarship', 'registration_fees'])),
    standard: ['discount', 'scholarship'],
    says: 'What of Zoho’s Total_Amount a student need not pay. Nothing when the formula behind that field has subtracted it already.',
  },
  'photos.enabled': {
    shape: z.boolean(),
    standard: true,
    says: 'Bring photos of students from Zoho into Moodle: of new accounts, when a student’s record was touched, and when a person asks. One or two Zoho calls each time.',
  },
  'photos.in_bulk': {
    shape: z.boolean(),
    standard: false,
    says: 'Look for photos in bulk syncs too. The first one of 1,500 students then costs up to 3,000 more Zoho calls.',
  },
  'plans.expire_hours': {
    shape: z.number().positive(),
    standard: 24,
    says: 'How long a plan may be approved and applied after it was made.',
  },
  'breaker.outages': {
    shape: count,
    standard: 3,
    says: 'After how many outages in a row a connection is held.',
  },
  'breaker.probe_ms': {
    shape: count,
    standard: 15_000,
    says: 'How often a held connection is asked whether it is well again.',
  },
  'queue.timings': {
    shape: z.strictObject({ lease_ms: count, poll_ms: count }),
    standard: { lease_ms: 8_000, poll_ms: 1_000 },
    says: 'How long a worker may be silent before others take over its work, and how often the queue is looked at. Read at start.',
  },
} as const satisfies Record<string, { shape: z.ZodType; standard: unknown; says: string }>

export type SettingKey = keyof typeof settings
export type Setting<K extends SettingKey> = z.output<(typeof settings)[K]['shape']>
export type AllSettings = { [K in SettingKey]: Setting<K> }

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settings, key)
