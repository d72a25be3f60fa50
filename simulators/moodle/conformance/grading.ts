import { about, call, type Exchange, exchange } from './exchange.ts'

const set = (...list: object[]): string =>
  `wsfunction=local_campusbridge_set_grading_templates&items=${encodeURIComponent(JSON.stringify(list))}`
const del = (...list: object[]): string =>
  `wsfunction=local_campusbridge_delete_grading_templates&items=${encodeURIComponent(JSON.stringify(list))}`
const get = (...zohoids: string[]): string => call('local_campusbridge_get_grading_templates', { zohoids })
const attach = (zohoid: string, cmid: number): string => call('local_campusbridge_attach_grading_template', { zohoid, cmid })

const ZOHO = (n: number): string => `STAMP9${String(n).padStart(2, '0')}`
const AS_OF = 1_790_000_000_000
type Criterion = { shortname?: unknown; description?: unknown; [field: string]: unknown }
const p1: Criterion = { shortname: 'P1', description: 'Explain' }
const all: Criterion[] = [
  { shortname: 'd1', description: 'Evaluate' },
  p1,
  { shortname: 'P 10', description: 'Ten' },
  { shortname: 'P2', description: 'A < B & C\r\nnext' },
  { shortname: 'M1', description: 'Assess', descriptionmarkers: 'Look > here' },
]
const unit = (n: number, differing: object = {}) => ({
  zohoid: ZOHO(n),
  name: 'Unit 1: Exploring business',
  criteria: all,
  as_of: AS_OF,
  ...differing,
})
const criteria = (...list: unknown[]) => ({ criteria: list })

const refused: [string, object][] = [
  ['a Zoho id that is none', { zohoid: '12' }],
  ['no Zoho id', { zohoid: undefined }],
  ['no name', { name: undefined }],
  ['a blank name', { name: '  ' }],
  ['a name of 256 letters', { name: 'x'.repeat(256) }],
  ['a name of two lines', { name: 'a\nb' }],
  ['no criteria', { criteria: undefined }],
  ['an empty list of criteria', { criteria: [] }],
  ['criteria that are no list', { criteria: 'P1' }],
  ['a criterion that is no object', criteria('P1')],
  ['a short name that is none', criteria({ shortname: 'X1', description: 'x' })],
  ['P0', criteria({ shortname: 'P0', description: 'x' })],
  ['P100', criteria({ shortname: 'P100', description: 'x' })],
  ['a criterion without a short name', criteria({ description: 'x' })],
  ['a criterion without a description', criteria(p1, { shortname: 'P2' })],
  ['a criterion with a blank description', criteria({ shortname: 'P1', description: ' ' })],
  ['a description of 10001 letters', criteria({ shortname: 'P1', description: 'x'.repeat(10_001) })],
  ['a criterion twice', criteria(p1, p1)],
  ['a criterion with a field that is none', criteria({ ...p1, colour: 'red' })],
  ['a field that is none', { colour: 'red' }],
  ['force that is no yes or no', { force: 1 }],
  ['no time of reading', { as_of: undefined }],
  ['a time of reading in seconds', { as_of: 1_790_000_000 }],
]

/** The plugin's grading templates: the BTEC criteria of units. */
export const gradingExchanges: Exchange[] = about('row', [
  exchange('no items', set()),
  exchange(
    'items that are no list',
    `wsfunction=local_campusbridge_set_grading_templates&items=${encodeURIComponent('{"a":1}')}`,
  ),
  exchange('a template', set(unit(1))),
  exchange('reads back in the order of the criteria', get(ZOHO(1))),
  exchange('the same again', set(unit(1))),
  exchange('the same in another order and other letters', set(unit(1, { criteria: [...all].reverse(), as_of: AS_OF + 1 }))),
  exchange('something older', set(unit(1, { name: 'Old' }))),
  exchange('a new name', set(unit(1, { name: 'Unit <b>1</b> & more', as_of: AS_OF + 2 }))),
  exchange('a description', set(unit(1, { name: 'Unit 1', description: 'All\r\nof it', as_of: AS_OF + 3 }))),
  exchange(
    'one criterion changed, one added, one taken away',
    set(
      unit(1, {
        name: 'Unit 1',
        description: 'All\r\nof it',
        as_of: AS_OF + 4,
        ...criteria(
          ...all.filter(({ shortname }) => shortname !== 'M1' && shortname !== 'P1'),
          { shortname: 'P1', description: 'Explain again' },
          { shortname: 'M2', description: 'New' },
        ),
      }),
    ),
  ),
  exchange('reads back so', get(ZOHO(1))),
  ...refused.map(([name, differing]) => exchange(name, set(unit(2, differing)))),
  exchange('one bad among good ones', set(unit(3), unit(4, { criteria: [] }), unit(5, { force: true }))),
  exchange('the same unit twice in a call', set(unit(6), unit(6, { name: 'Again' }))),
  exchange('several at once, by age', get(ZOHO(5), ZOHO(3), ZOHO(2))),
  exchange('of none', call('local_campusbridge_get_grading_templates')),
  exchange('of an id with other letters', get('12-3')),
  exchange('of 101', get(...Array.from({ length: 101 }, (_, n) => String(n)))),
  exchange('deleting something newer', del({ zohoid: ZOHO(1), as_of: AS_OF })),
  exchange('deleting', del({ zohoid: ZOHO(1), as_of: AS_OF + 5 }, { zohoid: ZOHO(2), as_of: AS_OF })),
  exchange('deleting again', del({ zohoid: ZOHO(1), as_of: AS_OF + 6 })),
  exchange('deleting with a field that is none', del({ zohoid: ZOHO(3), as_of: AS_OF, name: 'x' })),
  exchange('deleting without a time', del({ zohoid: ZOHO(3) })),
  exchange('is gone', get(ZOHO(1))),
  exchange('made again from something older than its deletion', set(unit(1, { as_of: AS_OF - 1 }))),
  exchange('made again from something older than the second deletion', set(unit(1, { as_of: AS_OF + 5 }))),
  exchange('deleted by something older, which changes nothing', del({ zohoid: ZOHO(1), as_of: AS_OF + 1 })),
  exchange('so it is still too old', set(unit(1, { as_of: AS_OF + 5 }))),
  exchange('made again from something newer', set(unit(1, { as_of: AS_OF + 7 }))),
  exchange('attaching a template that is not there', attach(ZOHO(7), 999999999)),
  exchange('attaching to an assignment that is not there', attach(ZOHO(3), 999999999)),
  exchange('grades that are not there', call('local_campusbridge_get_grades', { ids: [999999999, 999999998, 999999999] })),
  exchange('grades of none', call('local_campusbridge_get_grades')),
  exchange('101 grades', call('local_campusbridge_get_grades', { ids: Array.from({ length: 101 }, (_, n) => n + 1) })),
  exchange('the last deletions', del(...[1, 3, 5, 6].map((n) => ({ zohoid: ZOHO(n), as_of: AS_OF + 20 })))),
  { ...exchange('the status of the site', call('local_campusbridge_get_status')), view: 'types' },
  exchange('the status of the site takes nothing', call('local_campusbridge_get_status', { x: 1 })),
])
