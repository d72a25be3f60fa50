import { type Exchange, exchange } from '../exchange.ts'
import { AS_OF, items, wrongBeginning, wrongItems, wrongOwner, ZOHO } from './records.ts'

type Item = Record<string, unknown>

const profile = (n: number, differing: Item = {}): Item => ({
  zohoid: ZOHO(n),
  userid: '{payer}',
  student_id: 'S-1001',
  email: 'ida@college.example',
  as_of: AS_OF,
  ...differing,
})
const course = (n: number, differing: Item = {}): Item => ({
  zohoid: ZOHO(n),
  name: 'Unit 1, group A',
  courseid: 1,
  unit_code: 'U1',
  unit_name: 'Exploring business',
  teacherid: '{payer2}',
  start_date: '2026-09-01',
  status: 'Active',
  as_of: AS_OF,
  ...differing,
})
const grade = (n: number, differing: Item = {}): Item => ({
  zohoid: ZOHO(n),
  userid: '{payer}',
  unit_code: 'U1',
  unit_name: 'Exploring business',
  result: 'M',
  status: 'Released',
  attempt: 1,
  date: '2026-11-20',
  feedback: 'Clear.\n\tAnd complete – schön.',
  explanation: 'Merit: P1 and M1 met, D1 missing',
  criteria: [
    { code: 'P1', met: true },
    { code: 'D1', met: false },
  ],
  as_of: AS_OF,
  ...differing,
})
const oneCriterion = (differing: Item) => ({ criteria: [{ code: 'P1', met: true, ...differing }] })

/** What every one of them does, with records `first` and after. */
const asAny = (
  name: string,
  first: number,
  item: (n: number, differing?: Item) => Item,
  change: Item,
  wrong: Item,
): Exchange[] => [
  exchange(`${name}: one`, items(name, item(first))),
  exchange(`${name}: the same again`, items(name, item(first, { as_of: AS_OF + 2 }))),
  exchange(`${name}: something older`, items(name, item(first, { ...change, as_of: AS_OF + 1 }))),
  exchange(`${name}: what differs`, items(name, item(first, { ...change, as_of: AS_OF + 3 }))),
  exchange(`${name}: of the same moment`, items(name, item(first, { as_of: AS_OF + 3 }))),
  exchange(`${name}: one bad among good ones`, items(name, item(first + 1), item(first + 2, wrong), item(first + 3))),
  exchange(`${name}: one twice`, items(name, item(first + 4), item(first + 4))),
  exchange(`${name}: a word instead of a list`, `wsfunction=local_campusbridge_${name}&items="x"`),
]

/** Profiles, classes and results: one row each. */
export const singleRecordExchanges: Exchange[] = [
  ...asAny('set_profiles', 400, profile, { student_id: 'S-2' }, { email: 'nobody' }),
  exchange('set_profiles: nothing but its user', items('set_profiles', { zohoid: ZOHO(410), userid: '{payer}', as_of: AS_OF })),
  ...wrongItems('set_profiles', (differing) => profile(420, differing), [
    ...wrongBeginning,
    ...wrongOwner,
    ['a student id of 101 letters', { student_id: 'x'.repeat(101) }],
    ['a student id that is a number', { student_id: 7 }],
    ['an address of one word', { email: 'nobody' }],
    ['an address on no host', { email: 'a@localhost' }],
    ['an address with white space', { email: ' a@college.example' }],
    ['an address with two at signs', { email: 'a@b@college.example' }],
    ['an address of 101 letters', { email: `${'x'.repeat(85)}@college.example` }],
  ]),
  exchange(
    'set_profiles: addresses that are fine',
    items(
      'set_profiles',
      profile(430, { email: 'o+x@college.example' }),
      profile(431, { email: 'jörg@college.example' }),
      profile(432, { email: '"a"@c.example' }),
      profile(433, { email: 'a@[127.0.0.1]' }),
      profile(434, { email: 'jörg@straße.example' }),
    ),
  ),

  ...asAny('set_classes', 450, course, { status: 'Closed' }, { name: '' }),
  exchange('set_classes: nothing but its name', items('set_classes', { zohoid: ZOHO(460), name: 'A', as_of: AS_OF })),
  ...wrongItems('set_classes', (differing) => course(470, differing), [
    ...wrongBeginning,
    ['no name', { name: undefined }],
    ['a name of 256 letters', { name: 'x'.repeat(256) }],
    ['a course that is not there', { courseid: 999_999_999 }],
    ['course 0', { courseid: 0 }],
    ['a course that is text', { courseid: '1' }],
    ['a teacher who is not there', { teacherid: 999_999_999 }],
    ['neither course nor teacher there', { courseid: 999_999_999, teacherid: 999_999_999 }],
    ['a start in words', { start_date: 'soon' }],
    ['an end on no day', { end_date: '2026-02-29' }],
    ['a user', { userid: 1 }],
  ]),

  ...asAny('set_grades', 500, grade, { result: 'D' }, { result: 'Merit' }),
  exchange(
    'set_grades: as little as may be',
    items('set_grades', {
      zohoid: ZOHO(510),
      userid: '{payer}',
      unit_name: 'U',
      status: 'Not Marked',
      attempt: 0,
      criteria: [],
      as_of: AS_OF,
    }),
  ),
  ...wrongItems('set_grades', (differing) => grade(520, differing), [
    ...wrongBeginning,
    ...wrongOwner,
    ['a course that is not there', { courseid: 999_999_999 }],
    ['no unit name', { unit_name: undefined }],
    ['a result that is none', { result: 'Merit' }],
    ['a result that is a number', { result: 1 }],
    ['a released one without a result', { result: null }],
    ['no status', { status: undefined }],
    ['a status that is none', { status: 'Done' }],
    ['no attempt', { attempt: undefined }],
    ['attempt -1', { attempt: -1 }],
    ['attempt 10000', { attempt: 10_000 }],
    ['a date with a time', { date: '2026-11-20T00:00:00Z' }],
    ['feedback of 10001 letters', { feedback: 'x'.repeat(10_001) }],
    ['feedback with a bell', { feedback: 'a\u0007' }],
    ['an explanation of 2001 letters', { explanation: 'x'.repeat(2001) }],
    ['no criteria', { criteria: undefined }],
    ['101 criteria', { criteria: Array.from({ length: 101 }, () => ({})) }],
    ['a criterion without a code', oneCriterion({ code: undefined })],
    ['a criterion of 21 letters', oneCriterion({ code: 'x'.repeat(21) })],
    ['a criterion met by a word', oneCriterion({ met: 'yes' })],
    ['a criterion met by nothing', oneCriterion({ met: null })],
    ['a criterion with an unknown field', oneCriterion({ mark: 1 })],
    [
      'a criterion twice',
      {
        criteria: [
          { code: 'P1', met: true },
          { code: 'P1', met: true },
        ],
      },
    ],
  ]),
]
