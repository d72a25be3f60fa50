import { optional, type Parsed, struct, value } from '../params.ts'
import { secondsNow, type Visit } from '../world.ts'
import { badParameter } from './get-finance.ts'
import type { Status } from './record-batch.ts'
import { differs } from './record-tables.ts'

/** What is shown while nobody has said anything. */
const defaults = {
  show_profile: true,
  show_academics: true,
  show_finance: true,
  show_payments: true,
  show_remaining_balance: true,
  show_grades: true,
  show_attendance: false,
}

export const setDashboardConfigParams = struct({
  config: struct({
    show_profile: optional('bool'),
    show_academics: optional('bool'),
    show_finance: optional('bool'),
    show_payments: optional('bool'),
    show_remaining_balance: optional('bool'),
    show_grades: optional('bool'),
    show_attendance: optional('bool'),
  }),
  as_of: value('int'),
})

const KEY = 'dashboard'
const A_DAY_MS = 86_400_000

/** local_campusbridge_set_dashboard_config: which sections the students' dashboard shows; a switch that is left out stays. */
export function setDashboardConfig(
  { config, as_of: asOf }: Parsed<typeof setDashboardConfigParams>,
  { world, rows }: Visit,
): { status: Status } {
  if (asOf < 1e12 || asOf > secondsNow(world) * 1000 + A_DAY_MS)
    throw badParameter('as_of: expected milliseconds since 1970, not in the future')
  const table = world.studentRecords.dashboard
  const stored = table.get(KEY)
  if (stored !== undefined && asOf < Number(stored.asof)) return { status: 'stale' }
  const switches = { ...defaults, ...stored, ...config }
  table.set(KEY, { ...switches, asof: asOf })
  const isSame = stored !== undefined && !differs(stored, { ...switches, asof: Number(stored.asof) })
  rows[isSame ? 'found' : 'written'] += 1
  return { status: isSame ? 'skipped' : 'updated' }
}
