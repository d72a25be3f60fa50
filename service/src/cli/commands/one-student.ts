import type { StudentView } from '../../../../contract/rest/student-view.ts'
import { RejectedError } from '../../domain/errors.ts'
import { zohoId } from '../../domain/ids.ts'
import { readEvents } from '../../ledger/read.store.ts'
import { mappingsFor } from '../../mapping/overrides.store.ts'
import { settingsOf } from '../../settings/settings.store.ts'
import type { Office } from '../../start/office.ts'
import { recordsToLookAt, relatedOf } from '../../sync/related.ts'
import { requestRelated } from '../../sync/request-related.ts'
import { waitUntilSettled } from '../../sync/wait-until-settled.ts'
import type { Desk } from '../../verbs/desk.ts'
import { type Sides, showStudent } from '../../verbs/show-student.ts'
import { eventsWritten } from '../../verbs/student-story.store.ts'
import { tellEvent } from '../../verbs/tell-event.ts'
import { clock, columns } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

type Counter = { office: Pick<Office, 'connections' | 'ledger'>; desk: Desk; out: Output }

async function sidesOf({ office, desk }: Counter): Promise<Sides> {
  const { zoho, moodle } = await office.connections.of(desk.tenant)
  const silent = (): void => {}
  const mappings = await mappingsFor(desk.database, desk.tenant, await settingsOf(desk.database, desk.tenant))
  return { zoho: zoho.port(silent, 'live'), moodle: moodle.port(silent, 'live'), mappings }
}

/** `sync student <id>`: hints for the student and, if asked for, for all that hangs on them; then each verdict. */
export async function syncStudentCommand(
  counter: Counter,
  text: string,
  { withRelated }: { withRelated: boolean },
): Promise<ExitCode> {
  const { office, desk, out } = counter
  const id = zohoId(text)
  const alone = [{ module: 'BTEC_Students' as const, record: id }]
  const records = withRelated ? recordsToLookAt(id, await relatedOf({ ...desk, ...(await sidesOf(counter)) }, id)) : alone
  const written = await requestRelated({ ledger: office.ledger, tenant: desk.tenant }, records)
  const { ended } = await waitUntilSettled({ ...desk, prefix: written.prefix, onProgress: () => {} })
  const events = await desk.database.withTenant(desk.tenant, async (tx) => {
    const ids = await eventsWritten(tx, 'person', written.prefix)
    return ids.length === 0 ? [] : readEvents(tx, { ids }, { limit: ids.length })
  })
  const told = events.toReversed().map(tellEvent)
  out.answer({ ended, events: told }, () =>
    told.flatMap(({ module, record_id, status, verdict }) => [
      `${module} ${record_id}: ${status}`,
      ...(verdict === null ? [] : [`    ${verdict.what} ${verdict.todo}`]),
    ]),
  )
  return ended === 'all' && events.every(({ status }) => status !== 'failed') ? exit.done : exit.needsAttention
}

/** `show student <id or e-mail>`. */
export async function showStudentCommand(counter: Counter, who: string): Promise<ExitCode> {
  if (!/^\d{15,20}$|@/.test(who)) {
    throw new RejectedError(
      'api.invalid',
      { field: 'student', expected: 'a Zoho record id of 15 to 20 digits, or an e-mail' },
      422,
    )
  }
  const view = await showStudent(counter.desk, await sidesOf(counter), who)
  counter.out.answer(view, () => linesOf(view))
  return exit.done
}

const linesOf = (view: StudentView): string[] => [
  `Student ${view.record_id}${view.in_zoho ? '' : ', not to be read in Zoho'}`,
  ...columns([
    ['', 'Zoho', 'Moodle', ''],
    ...view.sides.map(({ field, zoho, moodle, agree }) => [field, shown(zoho), shown(moodle), agree ? '' : '← differ']),
    ['status', shown(view.zoho?.status), accountStatus(view), ''],
  ]),
  '',
  ...view.links.map(
    ({ module, record_id, moodle_id, deleted_in_moodle }) =>
      `Linked: ${module} ${record_id} ⇄ ${moodle_id}${deleted_in_moodle ? ', deleted in Moodle' : ''}`,
  ),
  ...view.registrations.map(
    ({ record_id, zoho }) => `Registration ${record_id}: ${shown(zoho.status)}, programme ${shown(zoho.program)}`,
  ),
  ...view.enrolments.map(
    ({ record_id, class: of, course, moodle }) =>
      `Enrolment ${record_id}: class ${shown(of)}, course ${shown(course)}: ` +
      (moodle === null ? 'not enrolled' : moodle.suspended ? 'suspended' : 'enrolled'),
  ),
  `Finance: total ${shown(view.finance.zoho?.totalAmount)} and ${view.finance.payments.length} payments in Zoho, ` +
    (view.finance.moodle === null ? 'nothing in Moodle' : `total ${shown(view.finance.moodle.total_amount)} in Moodle`),
  ...(view.open_events.length === 0 ? ['Nothing is open.'] : ['', 'Open:']),
  ...view.open_events.flatMap(({ id, name, status, verdict }) => [
    `  ${id} ${name}: ${status}`,
    ...(verdict === null ? [] : [`      ${verdict.what} ${verdict.todo}`]),
  ]),
  ...(view.changes.length === 0 ? [] : ['', 'Last changes:']),
  ...view.changes.flatMap(({ at, system, action, outcome, fields }) => [
    `  ${clock(at)} ${system} ${action} (${outcome})`,
    ...Object.entries(fields).map(
      ([field, { before, after }]) => `      ${field}: ${JSON.stringify(before ?? '')} → ${JSON.stringify(after ?? '')}`,
    ),
  ]),
]

const accountStatus = ({ account }: StudentView): string =>
  account === null ? 'no account' : account.deleted ? 'deleted' : account.suspended ? 'suspended' : 'open'

const shown = (value: unknown): string =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '–'
