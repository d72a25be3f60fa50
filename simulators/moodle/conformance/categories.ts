import { about, call, type Exchange, exchange } from './exchange.ts'

type Row = Record<string, string | number>

const create = (...categories: Row[]): string => call('core_course_create_categories', { categories })
const update = (...categories: Row[]): string => call('core_course_update_categories', { categories })
const find = (criteria: Record<string, string | number>, more: Row = {}): string =>
  call('core_course_get_categories', {
    criteria: Object.entries(criteria).map(([key, value]) => ({ key, value })),
    ...more,
  })

/** core_course_*_categories: creating and changing are all or nothing. */
export const categoryExchanges: Exchange[] = about('category', [
  exchange('one at the top', create({ name: 'RUNcat', idnumber: 'RUN-CAT', description: '<p>Higher Nationals</p>' })),
  exchange('reads back', find({ idnumber: 'RUN-CAT' })),
  exchange('its idnumber again', create({ name: 'RUNcatagain', idnumber: 'RUN-CAT' })),
  exchange('its name again', create({ name: 'RUNcat', idnumber: 'RUN-CAT2' })),
  exchange('one below', create({ name: 'RUNsub', parent: '{cat}' })),
  exchange('without an idnumber it has none', find({ id: '{sub}' })),
  exchange('an empty idnumber twice', create({ name: 'RUNe1', idnumber: '' }, { name: 'RUNe2', idnumber: '' })),
  exchange('reads back as empty', find({ id: '{e1}' })),
  exchange('below one that is not there', create({ name: 'RUNx', parent: 999999999 })),
  exchange('a blank name', create({ name: '' })),
  exchange('a name of spaces', create({ name: ' ' })),
  exchange('no name', create({ idnumber: 'RUN-X' })),
  exchange('a name of 256 letters', create({ name: 'x'.repeat(256) })),
  exchange('an idnumber of 101 letters', create({ name: 'RUNx', idnumber: 'x'.repeat(101) })),
  exchange('a tag in the name', create({ name: 'A<b>c</b>' })),
  exchange('an ampersand in the name', create({ name: 'RUNamp & B', idnumber: 'RUN-AMP' })),
  exchange('comes back escaped', find({ idnumber: 'RUN-AMP' })),
  exchange('a format that is none', create({ name: 'RUNx', descriptionformat: 9 })),
  exchange('a theme that is none', create({ name: 'RUNx', theme: 'nope' })),
  exchange('hidden cannot be asked for', create({ name: 'RUNx', visible: 0 })),
  exchange(
    'a bad one undoes the good one',
    create({ name: 'RUNx', idnumber: 'RUN-GOOD' }, { name: 'RUNy', idnumber: 'RUN-CAT' }),
  ),
  exchange('which is not there', find({ idnumber: 'RUN-GOOD' })),
  exchange('none', create()),
  { ...exchange('by id with what is below', find({ id: '{cat}' })), view: 'unordered' },
  exchange('by id alone', find({ id: '{cat}' }, { addsubcategories: 0 })),
  exchange('by parent', find({ parent: '{cat}' })),
  { ...exchange('by several ids', find({ ids: '{cat},{sub}' }, { addsubcategories: 0 })), view: 'unordered' },
  exchange('by name and idnumber', find({ name: 'RUNcat', idnumber: 'RUN-CAT2' }, { addsubcategories: 0 })),
  exchange('an idnumber in other letters', find({ idnumber: 'RUN-cat' })),
  { ...exchange('visible ones', find({ idnumber: 'RUN-CAT', visible: 1 })), view: 'unordered' },
  exchange('hidden ones', find({ idnumber: 'RUN-CAT', visible: 0 })),
  exchange('an id that is no number', find({ id: 'x' })),
  exchange('a criterion that is none', find({ colour: 'red' })),
  exchange('a new name', update({ id: '{cat}', name: 'RUNcatnew' })),
  exchange('keeps the rest', find({ id: '{cat}' }, { addsubcategories: 0 })),
  exchange('the same again', update({ id: '{cat}', name: 'RUNcatnew', idnumber: 'RUN-CAT' })),
  exchange('a blank name for it', update({ id: '{cat}', name: '' })),
  exchange('an idnumber that is taken', update({ id: '{cat}', idnumber: 'RUN-CAT2' })),
  exchange('an idnumber taken away', update({ id: '{cat}', idnumber: '' })),
  exchange('and given again', update({ id: '{cat}', idnumber: 'RUN-CAT' })),
  exchange('a new description', update({ id: '{cat}', description: 'plain', descriptionformat: 2 })),
  exchange('which reads back', find({ id: '{cat}' }, { addsubcategories: 0 })),
  exchange('moved', update({ id: '{sub}', parent: '{e1}' })),
  exchange('is elsewhere', find({ id: '{sub}' })),
  exchange('moved to the top', update({ id: '{sub}', parent: 0 })),
  exchange('is at the top', find({ id: '{sub}' })),
  exchange('moved below itself', update({ id: '{sub}', parent: '{sub}' })),
  exchange('moved below what is not there', update({ id: '{sub}', parent: 999999999 })),
  exchange('one that is not there', update({ id: 999999999, name: 'RUNx' })),
  exchange('one with the number 0', update({ id: 0, name: 'RUNx' })),
  exchange('a bad change undoes the good one', update({ id: '{sub}', name: 'RUNsubnew' }, { id: 999999999, name: 'RUNx' })),
  exchange('whose name is the old one', find({ id: '{sub}' })),
])
