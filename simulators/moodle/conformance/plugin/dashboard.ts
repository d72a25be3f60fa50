import { type Exchange, exchange } from '../exchange.ts'

/** `NOWMS` is when the run began: what an earlier run set is never newer. */
const set = (config: Record<string, string>, asOf = 'NOWMS'): string =>
  [
    'wsfunction=local_campusbridge_set_dashboard_config',
    ...Object.entries(config).map(([name, value]) => `config[${name}]=${value}`),
    `as_of=${asOf}`,
  ].join('&')

const all = {
  show_profile: '1',
  show_academics: '1',
  show_finance: '1',
  show_payments: '1',
  show_remaining_balance: '1',
  show_grades: '1',
  show_attendance: '0',
}

/** The switches of the students' dashboard, of which a site has one set. */
export const dashboardExchanges: Exchange[] = [
  { ...exchange('dashboard: all switches', set(all)), view: 'types' },
  exchange('dashboard: all switches again', set(all)),
  exchange('dashboard: one switch', set({ show_attendance: '1' })),
  exchange('dashboard: one switch again', set({ show_attendance: '1' })),
  exchange('dashboard: the others stayed', set({ ...all, show_attendance: '1' })),
  exchange('dashboard: and back', set({ show_attendance: '0' })),
  exchange('dashboard: something older', set({ show_attendance: '1' }, '1600000000000')),
  exchange('dashboard: a switch that there is not', set({ show_nothing: '1' })),
  exchange('dashboard: a switch that is no yes or no', set({ show_grades: 'perhaps' })),
  exchange('dashboard: a switch in words', set({ show_grades: 'true' })),
  exchange('dashboard: a switch of nothing', set({ show_grades: '' })),
  exchange('dashboard: no switches', 'wsfunction=local_campusbridge_set_dashboard_config&as_of=NOWMS'),
  exchange('dashboard: switches that are a word', 'wsfunction=local_campusbridge_set_dashboard_config&config=x&as_of=NOWMS'),
  exchange('dashboard: no as_of', 'wsfunction=local_campusbridge_set_dashboard_config&config[show_grades]=1'),
  exchange('dashboard: as_of in seconds', set({ show_grades: '1' }, '1700000000')),
  exchange('dashboard: as_of in the future', set({ show_grades: '1' }, '9999999999999')),
  exchange('dashboard: as_of in words', set({ show_grades: '1' }, 'now')),
]
