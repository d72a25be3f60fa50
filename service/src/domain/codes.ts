/**
 * Every verdict and error there is, with the names of its parameters. Their words stand in `contract/words/en.json`; a test compares
 * the two, and `docs/errors.md`, in both directions.
 *
 * `obstacle` names the parameter that tells one cause from another: a hundred events that fail for one reason are one cause.
 */
export const codes = {
  // What a run did.
  'student.created': { params: ['user', 'fields', 'note'] },
  'student.adopted': { params: ['user', 'fields', 'note'] },
  'student.updated': { params: ['user', 'fields', 'note'] },
  'student.suspended': { params: ['user', 'status'] },
  'student.kept_for_teacher': { params: ['user', 'status'] },
  'student.reactivated': { params: ['user', 'fields', 'note'] },
  'student.id_written_back': { params: ['user', 'note'] },
  'student.in_step': { params: ['user', 'note'] },
  'student.left_suspended': { params: ['user'] },
  'student.gone_suspended': { params: ['user'] },
  'student.gone_account_kept': { params: ['user'] },
  'student.gone_without_account': { params: [] },
  'student.moved_to_twin': { params: ['user', 'twin'] },
  'rehearsal.would_change': { params: ['changes'] },
  'rehearsal.nothing': { params: [] },
  'run.passed_on': { params: ['to'] },

  // Skipped on purpose.
  'record.echo': { params: [] },
  'student.no_account_yet': { params: ['status'] },
  'flow.none_yet': { params: ['subject'], obstacle: 'subject' },
  'switch.off': { params: ['switch'] },

  // Waiting or held.
  'switch.held': { params: ['switch'], obstacle: 'switch' },
  'system.waiting': { params: ['system', 'cause'], obstacle: 'system' },
  'record.gone_unconfirmed': { params: ['module', 'record'] },
  'removal.held': { params: ['module', 'limit'], obstacle: 'module' },
  'run.again_soon': { params: ['cause', 'attempt'], obstacle: 'cause' },

  // Needs a person.
  'student.no_academic_email': { params: ['student'], obstacle: 'student' },
  'student.no_first_name': { params: ['student'], obstacle: 'student' },
  'student.no_last_name': { params: ['student'], obstacle: 'student' },
  'student.invalid_email': { params: ['student'], obstacle: 'student' },
  'student.unknown_status': { params: ['student', 'status'], obstacle: 'status' },
  'student.account_not_ours': { params: ['student', 'user', 'idnumber'], obstacle: 'student' },
  'student.account_taken': { params: ['student', 'user'], obstacle: 'student' },
  'student.two_identities': { params: ['student', 'user'], obstacle: 'student' },
  'student.several_accounts': { params: ['student', 'by'], obstacle: 'student' },
  'student.same_email_twice': { params: ['student'], obstacle: 'student' },
  'student.deleted_in_moodle': { params: ['student', 'user'], obstacle: 'student' },
  'record.gone_and_unlisted': { params: ['module', 'record'], obstacle: 'record' },
  'student.refused_by_moodle': { params: ['student', 'reason'], obstacle: 'student' },
  'link.taken': { params: ['module', 'record', 'object'], obstacle: 'record' },
  'parent.not_linked': { params: ['parent', 'record'], obstacle: 'record' },
  'parent.not_ready': { params: ['parent', 'record'] },
  'parent.gone': { params: ['parent', 'record'], obstacle: 'record' },
  'parent.deleted_in_moodle': { params: ['parent', 'record'], obstacle: 'record' },
  'course.shortname_taken': { params: ['subject', 'shortname', 'course'], obstacle: 'subject' },
  'template.criterion_has_marks': { params: ['unit', 'criteria'], obstacle: 'unit' },
  'moodle.role_not_assignable': { params: ['role', 'course'], obstacle: 'role' },
  'moodle.record_refused': { params: ['subject', 'field', 'reason'], obstacle: 'subject' },
  'parent.waited_too_long': { params: ['parent', 'record'], obstacle: 'record' },
  'loop.stopped': { params: ['changes', 'hours'] },
  'run.lease_expired_too_often': { params: ['times'] },
  'run.gave_up': { params: ['cause', 'attempts'], obstacle: 'cause' },
  'run.unexpected': { params: ['kind'], obstacle: 'kind' },

  // An outside system is not well.
  'system.not_connected': { params: ['system'] },
  'moodle.unreachable': { params: ['reason'] },
  'moodle.maintenance': { params: [] },
  'moodle.token_refused': { params: [] },
  'moodle.access_denied': { params: ['function'] },
  'moodle.function_missing': { params: ['function'] },
  'moodle.auth_missing': { params: ['auth'] },
  'moodle.database_busy': { params: ['function'] },
  'moodle.newer_applied': { params: ['function'] },
  'moodle.answer_not_understood': { params: ['function', 'field'] },
  'moodle.call_refused': { params: ['function', 'errorcode'] },
  'zoho.unreachable': { params: ['reason'] },
  'zoho.busy': { params: [] },
  'zoho.consent_lost': { params: ['error'] },
  'zoho.client_refused': { params: ['error'] },
  'zoho.token_refused': { params: [] },
  'zoho.token_throttled': { params: ['until'] },
  'zoho.scope_missing': { params: ['operation'] },
  'zoho.no_permission': { params: ['operation'] },
  'zoho.credits_spent': { params: [] },
  'zoho.module_missing': { params: ['module'] },
  'zoho.field_missing': { params: ['module', 'field'] },
  'zoho.call_refused': { params: ['operation', 'zohoCode'] },
  'zoho.answer_not_understood': { params: ['operation', 'field'] },
  'zoho.record_refused': { params: ['module', 'record', 'reason'], obstacle: 'reason' },
  'zoho.record_moved': { params: [] },
  'zoho.record_locked': { params: [] },
  'zoho.address_not_zoho': { params: ['host'] },

  // A door refused the caller.
  'webhook.unauthorized': { params: [] },
  'webhook.too_large': { params: ['limitBytes'] },
  'webhook.not_understood': { params: ['field', 'expected'] },
  'webhook.full_record': { params: ['field'] },
  'webhook.unsubstituted': { params: ['field'] },
  'webhook.module_mismatch': { params: ['module', 'path'] },
  'webhook.event_type_mismatch': { params: ['eventType', 'path'] },
  'webhook.unstorable_text': { params: ['field'] },
  'webhook.too_many': { params: ['retryAfterSeconds'] },
  'database.unreachable': { params: [] },
  'service.unexpected': { params: ['reference'] },
  'api.unauthorized': { params: [] },
  'api.invalid': { params: ['field', 'expected'] },
  'api.not_found': { params: ['what', 'id'] },
  'api.not_retryable': { params: ['status'] },
  'sync.running': { params: ['name'] },
  'sync.removals_withheld': { params: ['name', 'removals'] },
  'sync.mails_withheld': { params: ['mails'] },
  'setting.unknown': { params: ['key'] },
  'setting.invalid': { params: ['key', 'field', 'expected'] },
} as const satisfies Record<string, { params: readonly string[]; obstacle?: string }>

export type Code = keyof typeof codes

export const isCode = (text: string): text is Code => Object.hasOwn(codes, text)

export type Params<C extends Code> = { [Name in (typeof codes)[C]['params'][number]]: string | number }

/** The thing in the way, as text: with the code it makes one cause. */
export function obstacleOf(code: Code, params: Record<string, string | number>): string {
  const rule = codes[code] as { obstacle?: string }
  return rule.obstacle === undefined ? '' : String(params[rule.obstacle] ?? '')
}
