import { zohoId } from '../../domain/ids.ts'
import { mappingsFor } from '../../mapping/overrides.store.ts'
import { settingsOf } from '../../settings/settings.store.ts'
import type { Office } from '../../start/office.ts'
import type { Desk } from '../../verbs/desk.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { createProgressBar, noProgress } from '../progress-bar.ts'
import { planStudentsCommand } from './plan-students.ts'
import { syncAllCommand, syncIdsCommand } from './sync-students.ts'

type Counter = { office: Pick<Office, 'connections' | 'database' | 'ledger'>; desk: Desk; out: Output }
type Options = { ids?: string[]; all: boolean; plan: boolean; sendMail: boolean }

/** Runs a sync of students in this process. The first Ctrl-C ends it in good order, the second at once. */
export async function runSync({ office, desk, out }: Counter, { ids: texts, plan, sendMail }: Options): Promise<ExitCode> {
  const { zoho, moodle } = await office.connections.of(desk.tenant)
  const ids = texts?.map(zohoId)
  const lane = ids === undefined ? 'bulk' : 'live'
  const silent = (): void => {}
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  process.once('SIGINT', stop)
  try {
    const settings = await settingsOf(office.database, desk.tenant)
    const counter = {
      desk,
      out,
      ledger: office.ledger,
      ports: { zoho: zoho.port(silent, lane), moodle: moodle.port(silent, lane) },
      settings,
      mappings: await mappingsFor(office.database, desk.tenant, settings),
      progress: out.asJson ? noProgress : createProgressBar(),
      signal: stopping.signal,
    }
    if (plan) return await planStudentsCommand(counter, ids)
    if (ids !== undefined) return await syncIdsCommand(counter, ids)
    return await syncAllCommand(counter, { sendMail })
  } finally {
    process.removeListener('SIGINT', stop)
  }
}
