import type { DriftPage, DriftReport } from '../../../../contract/rest/drift.ts'
import type { ItemFilter } from '../../reconcile/drift-read.store.ts'
import type { Desk } from '../../verbs/desk.ts'
import { compareNow, listDrift, showDrift } from '../../verbs/drift.ts'
import { columns, plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

type Counter = { desk: Desk; out: Output }

export async function compareNowCommand({ desk, out }: Counter): Promise<ExitCode> {
  const status = await compareNow(desk)
  out.answer({ status }, () => [
    status === 'running'
      ? 'Both sides are being compared already. How far it is: drift list.'
      : 'The running service begins to compare both sides within a minute. How far it is: drift list.',
  ])
  return exit.done
}

export async function listDriftCommand({ desk, out }: Counter, limit: number): Promise<ExitCode> {
  const reports = await listDrift(desk, limit)
  out.answer({ reports }, () =>
    reports.length === 0
      ? ['Both sides have not been compared yet: see the setting “schedules”.']
      : columns(
          reports.map((report) => [
            report.report_id,
            report.started_at,
            endOf(report),
            `${sum(report, 'looked_at')} looked at, ${sum(report, 'differ')} differ`,
          ]),
        ),
  )
  return exit.done
}

export async function showDriftCommand(
  { desk, out }: Counter,
  id: string,
  filter: ItemFilter,
  page: { after?: number; limit: number },
): Promise<ExitCode> {
  const drift = await showDrift(desk, id, filter, page)
  out.answer(drift, () => linesOf(drift))
  return exit.done
}

const endOf = ({ status, because }: DriftReport): string => (because === null ? status : `${status}: ${because}`)

const sum = ({ flows }: DriftReport, count: 'looked_at' | 'differ'): number =>
  flows.reduce((total, flow) => total + flow[count], 0)

const linesOf = ({ report, items, next_after }: DriftPage): string[] => [
  `Compared ${report.started_at}, ${endOf(report)}, ${plural(report.credits, 'credit')}; ` +
    (report.repairs ? 'what can be is brought into step.' : 'nothing is brought into step (reconcile.repair is off).'),
  ...columns([
    ...report.flows.map(({ flow, looked_at, in_step, differ, confirmed, trouble }) => [
      `  ${flow}`,
      `${looked_at} looked at`,
      `${in_step} in step`,
      `${differ} differ`,
      confirmed === 0 ? '' : `${confirmed} sent again`,
      trouble === null ? '' : `not to its end: ${trouble}`,
    ]),
  ]),
  ...items.flatMap(itemLines),
  ...(next_after === null ? [] : [`More: --after ${next_after}`]),
]

function itemLines(item: DriftPage['items'][number]): string[] {
  const values =
    item.field === null
      ? (item.said?.what ?? '')
      : `${item.system} ${item.field}: stands ${JSON.stringify(item.stands ?? '')}, should be ${JSON.stringify(item.due ?? '')}`
  const repair = item.event === null ? '' : `; event ${item.event} is ${item.event_status}`
  const since = item.since === null ? '' : ` since ${item.since}`
  return [`${item.flow} ${item.subject}`, `    ${values}`, `    ${item.cause}${since}${repair}`]
}
