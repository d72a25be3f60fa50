import { about, call, type Exchange, exchange } from './exchange.ts'

type Row = { [field: string]: string | number | Row[] }

const START = 1_788_220_800
const course = (name: string, differing: Row = {}): Row => ({
  fullname: `Full ${name}`,
  shortname: `RUN${name}`,
  categoryid: '{cat}',
  startdate: START,
  ...differing,
})
const create = (...courses: Row[]): string => call('core_course_create_courses', { courses })
const update = (...courses: Row[]): string => call('core_course_update_courses', { courses })
const find = (field: string, value: string): string => call('core_course_get_courses_by_field', { field, value })
const c1 = (differing: Row): string => update({ id: '{c1}', ...differing })

const refused: [string, Row][] = [
  ['a shortname that is taken', { shortname: 'RUNc1' }],
  ['an idnumber that is taken', { idnumber: 'RUN-C1' }],
  ['a blank full name', { fullname: ' ' }],
  ['a blank short name', { shortname: '' }],
  ['a category that is not there', { categoryid: 999999999 }],
  ['no category', { categoryid: 0 }],
  ['an end before the start', { enddate: START - 1 }],
  ['an end without a start', { startdate: 0, enddate: START }],
  ['a language that is not there', { lang: 'xx' }],
  ['a tag in the full name', { fullname: 'A<b>c</b>' }],
  ['a full name of 255 letters', { fullname: 'x'.repeat(255) }],
  ['an idnumber of 101 letters', { idnumber: 'x'.repeat(101) }],
  ['a format of the summary that is none', { summary: 'x', summaryformat: 9 }],
  ['a field that is none', { colour: 'red' }],
  ['visible as a word', { visible: 'yes' }],
]

/** core_course_*_courses: creating is all or nothing, changing goes row by row. */
export const courseExchanges: Exchange[] = about('course', [
  exchange('a course', create(course('c1', { idnumber: 'RUN-C1' }))),
  exchange('reads back', find('idnumber', 'RUN-C1')),
  exchange(
    'one with much said',
    create(
      course('c2', {
        idnumber: 'RUN-C2',
        summary: '<p>About & more</p>',
        enddate: START + 86400,
        visible: 0,
        format: 'weeks',
        numsections: 4,
        groupmode: 1,
        showgrades: 0,
        newsitems: 0,
        enablecompletion: 0,
        lang: 'en',
        courseformatoptions: [{ name: 'hiddensections', value: 0 }],
        customfields: [{ shortname: 'nope', value: 'x' }],
      }),
    ),
  ),
  exchange('reads back so', find('shortname', 'RUNc2')),
  ...refused.map(([name, differing]) => exchange(name, create(course('refused', differing)))),
  exchange('a format that is not there', create(course('c3', { format: 'nope' }))),
  exchange('an ampersand in the name', create(course('c4', { fullname: 'A & B', idnumber: '' }))),
  exchange('comes back escaped', find('shortname', 'RUNc4')),
  exchange('a bad one undoes the good one', create(course('c5'), course('c6', { idnumber: 'RUN-C1' }))),
  exchange('which is not there', find('shortname', 'RUNc5')),
  exchange('an idnumber twice in a call', create(course('c5', { idnumber: 'RUN-5' }), course('c6', { idnumber: 'RUN-5' }))),
  exchange('none', create()),
  {
    ...exchange(
      'the category counts them',
      call('core_course_get_categories', { criteria: [{ key: 'idnumber', value: 'RUN-CAT' }] }),
    ),
    about: 'category',
  },
  exchange('by id', find('id', '{c1}')),
  exchange('by several ids', find('ids', '{c2},{c1}')),
  exchange('by ids of which one is not there', find('ids', '{c1},999999999')),
  exchange('by category', find('category', '{cat}')),
  exchange('by an id that is none', find('id', 'x')),
  exchange('by an idnumber in other letters', find('idnumber', 'RUN-c1')),
  exchange('by an idnumber that is not there', find('idnumber', 'RUN-NONE')),
  exchange('by a field that is none', find('fullname', 'Full c1')),
  { ...exchange('the front page', find('id', '1')), view: 'types' },
  exchange('a new name', c1({ fullname: 'New c1', summary: 'New', startdate: START, enddate: START + 86400 })),
  exchange('which reads back', find('id', '{c1}')),
  exchange('the same again', c1({ fullname: 'New c1', summary: 'New', startdate: START, enddate: START + 86400 })),
  exchange('hidden', c1({ visible: 0 })),
  exchange('is hidden', find('id', '{c1}')),
  exchange('shown', c1({ visible: 1 })),
  exchange('the own short name and idnumber', c1({ shortname: 'RUNc1', idnumber: 'RUN-C1' })),
  exchange('a taken short name', c1({ shortname: 'RUNc2' })),
  exchange('a taken idnumber', c1({ idnumber: 'RUN-C2' })),
  exchange('a blank name', c1({ fullname: '' })),
  exchange('a blank short name for it', c1({ shortname: ' ' })),
  exchange('an end before a start given with it', c1({ startdate: START, enddate: START - 1 })),
  exchange('an end before the start it has', c1({ enddate: START - 1 })),
  exchange('an end alone without a start', c1({ startdate: 0, enddate: START })),
  exchange('another category', c1({ categoryid: '{sub}' })),
  exchange('is in it', find('id', '{c1}')),
  exchange('a category that is not there for it', update({ id: '{c4}', categoryid: 999999999 })),
  exchange('is in it all the same, and hidden', find('id', '{c4}')),
  exchange('an idnumber taken away', c1({ idnumber: '' })),
  exchange('a full name of 255 letters for it', c1({ fullname: 'x'.repeat(255) })),
  exchange('another language', c1({ lang: 'xx' })),
  exchange('another format', c1({ format: 'weeks' })),
  exchange('what came of that', find('id', '{c1}')),
  exchange(
    'one that is not there spares its neighbour',
    update({ id: 999999999, fullname: 'x' }, { id: '{c1}', fullname: 'Spared' }),
  ),
  exchange('a bad one spares its neighbour', update({ id: '{c2}', idnumber: 'RUN-C1X' }, { id: '{c1}', shortname: 'RUNc2' })),
  exchange('both', find('ids', '{c1},{c2}')),
  exchange('the front page cannot be changed', update({ id: 1, fullname: 'x' })),
  exchange('nothing but the id', c1({})),
  exchange('an unknown field refuses the call', update({ id: '{c1}', fullname: 'Not' }, { id: '{c2}', colour: 'red' })),
])
