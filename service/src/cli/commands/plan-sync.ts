import type { Intent } from '../../audit/trail.store.ts'
import type { ZohoId } from '../../domain/ids.ts'
import { mailsOf, type Planned, planSync } from '../../sync/plan-sync.ts'
import type { SyncName } from '../../sync/sources.ts'
import { say } from '../../words/words.ts'
import { columns, plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { SyncCounter } from './sync-counter.ts'
import { counted } from './sync-nouns.ts'

type Totals = { looked_at: number; would_change: number; in_step: number; need_attention: number; mails: number }
type Plan = { name: SyncName; planned: Planned[]; totals: Totals }

const worthTelling = ({ planned }: Plan): Planned[] =>
  planned.filter(({ changes, verdict }) => changes.length > 0 || verdict.status === 'failed')

/** `sync <name> --plan`: field by field what would change, how many e-mails Moodle would send, and who needs a person. */
export async function planOneCommand(counter: SyncCounter, name: SyncName, ids?: readonly ZohoId[]): Promise<ExitCode> {
  const plan = await planned(counter, name, ids)
  const told = worthTelling(plan)
  counter.out.answer({ [name]: told.map(toJson), totals: plan.totals }, () => [
    ...told.flatMap(linesOf),
    ...(told.length === 0 ? [] : ['']),
    totalsOf(plan),
    mailsLine(plan.totals.mails),
    'Nothing was written.',
  ])
  return exit.done
}

/** `sync --all --plan`: the same of everything. What needs a parent that is only planned says that it would wait. */
export async function planAllCommand(counter: SyncCounter, names: readonly SyncName[]): Promise<ExitCode> {
  const plans: Plan[] = []
  for (const name of names) plans.push(await planned(counter, name))
  const answer = Object.fromEntries(
    plans.map((plan) => [plan.name, { [plan.name]: worthTelling(plan).map(toJson), totals: plan.totals }]),
  )
  counter.out.answer({ names: answer }, () => [
    ...plans.flatMap((plan) => [`${plan.name}:`, ...worthTelling(plan).flatMap(linesOf), '']),
    ...columns([
      ['', 'looked at', 'would change', 'would not', 'need a person'],
      ...plans.map(({ name, totals }) => [
        name,
        String(totals.looked_at),
        String(totals.would_change),
        String(totals.in_step),
        String(totals.need_attention),
      ]),
    ]),
    '',
    mailsLine(plans.reduce((sum, { totals }) => sum + totals.mails, 0)),
    'What hangs on something that does not exist yet is planned again when it does: sync --all does it in that order.',
    'Nothing was written.',
  ])
  return exit.done
}

async function planned(counter: SyncCounter, name: SyncName, ids?: readonly ZohoId[]): Promise<Plan> {
  const { desk, settings, mappings, ports, progress } = counter
  const totals: Totals = { looked_at: 0, would_change: 0, in_step: 0, need_attention: 0, mails: 0 }
  const all: Planned[] = []
  for await (const set of planSync({ ...desk, ...ports, settings, mappings }, name, ids)) {
    all.push(...set)
    totals.looked_at += set.length
    totals.would_change += set.filter(({ changes }) => changes.length > 0).length
    totals.need_attention += set.filter(({ verdict }) => verdict.status === 'failed').length
    totals.mails += mailsOf(set)
    progress.counting(`Planned (${name}):`, totals.looked_at)
  }
  progress.stop()
  totals.in_step = totals.looked_at - totals.would_change - totals.need_attention
  return { name, planned: all, totals }
}

const totalsOf = ({ name, totals }: Plan): string =>
  `${counted(totals.looked_at, name)} looked at: ${totals.would_change} would change, ${totals.in_step} would not, ` +
  `${totals.need_attention} need a person.`

const mailsLine = (mails: number): string =>
  mails === 0
    ? 'Moodle would send no e-mails.'
    : `Moodle would send ${plural(mails, 'e-mail')} with a new password (moodle.auth is manual).`

function linesOf({ subject, label, changes, verdict }: Planned): string[] {
  const head = label === '' ? subject : `${subject}  ${label}`
  if (changes.length > 0) return [head, ...changes.flatMap(changeLines)]
  const { what, todo } = say(verdict.code, verdict.params)
  return [`${head}: ${what} ${todo}`]
}

const changeLines = ({ system, action, changes }: Intent): string[] =>
  Object.entries(changes).map(
    ([field, { before, after }]) =>
      `    ${system} ${action} ${field}: ${JSON.stringify(before ?? '')} → ${JSON.stringify(after ?? '')}`,
  )

const toJson = ({ subject, label, changes, verdict }: Planned) => ({
  record_id: subject,
  name: label,
  changes: changes.map(({ system, action, target, changes: fields }) => ({ system, action, target, fields })),
  verdict: { ...verdict, ...say(verdict.code, verdict.params) },
})
