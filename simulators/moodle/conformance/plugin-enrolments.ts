import { about, call, create, type Exchange, exchange, person, remove } from './exchange.ts'

/** Ids that only the run knows are numbers in JSON, so they cannot stand in quotes. */
const json = (list: unknown): string =>
  encodeURIComponent(JSON.stringify(list).replaceAll(/"(\{\w+\})"/g, '$1'))
    .replaceAll('%7B', '{')
    .replaceAll('%7D', '}')
const set = (...list: object[]): string => `wsfunction=local_campusbridge_set_enrolments&items=${json(list)}`
const get = (list: object[], more = ''): string => `wsfunction=local_campusbridge_get_enrolments&items=${json(list)}${more}`
const AS_OF = 1_790_000_000_000
const START = 1_788_220_800

const item = (name: string, differing: object = {}) => ({
  userid: `{${name}}`,
  courseid: '{pe}',
  roleid: 5,
  status: 'active',
  timestart: 0,
  timeend: 0,
  as_of: AS_OF,
  ...differing,
})
const refused: [string, object][] = [
  ['a user who is not there', { userid: 999999999 }],
  ['the guest', { userid: 1 }],
  ['a course that is not there', { courseid: 999999999 }],
  ['the front page', { courseid: 1 }],
  ['a role that is not there', { roleid: 999 }],
  ['a manager', { roleid: 1 }],
  ['a status that is none', { status: 'asleep' }],
  ['an end before the start', { timestart: START, timeend: START }],
  ['an end that is no number', { timeend: 'never' }],
  ['a start below zero', { timestart: -1 }],
  ['no start', { timestart: undefined }],
  ['no time of reading', { as_of: undefined }],
  ['a time of reading in seconds', { as_of: 1_790_000_000 }],
  ['a field that is none', { enrol: 'self' }],
]

/** set_enrolments and get_enrolments of the plugin. */
export const pluginEnrolmentExchanges: Exchange[] = about('row', [
  { ...exchange('people for it', create(person('q1'), person('q2'), person('q3'), person('q4'))), about: 'user' },
  {
    ...exchange(
      'a course for it',
      call('core_course_create_courses', { courses: [{ fullname: 'Plugin', shortname: 'RUNpe', categoryid: '{cat}' }] }),
    ),
    about: 'course',
  },
  exchange('no items', set()),
  exchange('two students', set(item('q1'), item('q2', { timestart: START, timeend: START + 86400 }))),
  exchange('the same again', set(item('q1'), item('q2', { timestart: START, timeend: START + 86400 }))),
  exchange('what differs is named', set(item('q2', { status: 'suspended', timeend: START + 172800, as_of: AS_OF + 1 }))),
  exchange('something older', set(item('q2'))),
  exchange('another role', set(item('q1', { roleid: 3, as_of: AS_OF + 1 }))),
  exchange('one bad among good ones', set(item('q3'), item('q4', { roleid: 1 }), item('q1', { roleid: 3, as_of: AS_OF + 2 }))),
  exchange('the same pair twice in a call', set(item('q4'), item('q4'))),
  ...refused.map(([name, differing]) => exchange(name, set(item('q4', differing)))),
  exchange(
    'a refused one counts for nothing',
    set(item('q4', { roleid: 1, as_of: AS_OF + 9 }), item('q3', { as_of: AS_OF + 9 })),
  ),
  exchange('so an older one is applied', set(item('q4', { status: 'suspended', as_of: AS_OF + 5 }))),
  exchange('read by course', get([{ courseid: '{pe}' }])),
  exchange('by user', get([{ userid: '{q1}' }])),
  exchange(
    'by both, and twice the same',
    get([{ userid: '{q1}', courseid: '{pe}' }, { courseid: '{pe}', userid: '{q3}' }, { userid: '{q1}' }]),
  ),
  exchange('by what is not there', get([{ userid: 999999999 }, { courseid: 999999999 }])),
  exchange('by nothing', get([])),
  exchange('the first page', get([{ courseid: '{pe}' }], '&limit=2')),
  exchange('no page', get([{ courseid: '{pe}' }], '&limit=0')),
  exchange('too large a page', get([{ courseid: '{pe}' }], '&limit=2001')),
  exchange('an item without ids', get([{}])),
  exchange('an item with a field that is none', get([{ courseid: '{pe}', colour: 1 }])),
  exchange('an id that is none', get([{ courseid: 0 }])),
  {
    ...exchange(
      'a role that a person gave',
      call('enrol_manual_enrol_users', { enrolments: [{ roleid: 4, userid: '{q3}', courseid: '{pe}' }] }),
    ),
    about: 'user',
  },
  exchange('is ours, because we are the person', set(item('q3', { as_of: AS_OF + 10 }))),
  exchange('and goes', get([{ userid: '{q3}' }])),
  { ...exchange('somebody is deleted', remove('{q3}')), about: 'user' },
  exchange('and cannot be enrolled', set(item('q3', { as_of: AS_OF + 11 }))),
  exchange('nor read', get([{ userid: '{q3}' }])),
  exchange('who is left', get([{ courseid: '{pe}' }])),
])
