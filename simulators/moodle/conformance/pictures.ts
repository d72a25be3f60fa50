import { about, byField, call, create, type Exchange, exchange, person, remove, update, upload } from './exchange.ts'

/** Four by four red dots in each format. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAACXBIWXMAAA7EAAAOxAGVKw4bAAAAFElEQVQImWM8ISfHAANMDEgANwcANHYBDF4ibzcAAAAASUVORK5CYII='
const GIF = 'R0lGODdhBAAEAIAAAMweHAAAACwAAAAABAAEAAACBISPCQUAOw=='
const WEBP = 'UklGRjoAAABXRUJQVlA4IC4AAACwAQCdASoEAAQAAUAmJaACdLoABDAAAP7x3I/4DdfFtMv/vYL/3YL/3YL/WwAA'
const TEXT = btoa('no picture')

const setPicture = (draft: string, more: Record<string, string | number> = { userid: '{i1}' }): string =>
  call('core_user_update_picture', { draftitemid: draft, ...more })
const shown = (name: string): Exchange => exchange(`${name}: the account`, byField('id', '{i1}'))

/** /webservice/upload.php and core_user_update_picture. */
export const pictureExchanges: Exchange[] = about('user', [
  exchange('people for it', create(person('i1'), person('i2'))),
  upload('a file', 'RUNone.png', PNG),
  exchange('as a picture', setPicture('{one}')),
  shown('as a picture'),
  exchange('the same draft again', setPicture('{one}')),
  upload('a GIF', 'RUNgif.gif', GIF),
  exchange('as another picture', setPicture('{gif}')),
  exchange('a draft that is not there', setPicture('999999999')),
  shown('a draft that is not there'),
  upload('a text with the name of a picture', 'RUNtext.png', TEXT),
  exchange('removes the picture', setPicture('{text}')),
  shown('removes the picture'),
  exchange('and again changes nothing', setPicture('{text}')),
  upload('a picture with the name of a text', 'RUNtxt.txt', PNG),
  exchange('is no picture', setPicture('{txt}')),
  upload('a text that is one', 'RUNplain.txt', TEXT),
  exchange('is none either', setPicture('{plain}')),
  upload('WebP', 'RUNwebp.webp', WEBP),
  exchange('is none to Moodle', setPicture('{webp}')),
  upload('an empty file', 'RUNempty.png', ''),
  exchange('is none as well', setPicture('{empty}')),
  upload('two files', 'RUNtwo.png', PNG),
  upload('in one draft', 'RUNsecond.png', PNG, { itemid: '{two}' }),
  upload('of one name in one draft', 'RUNtwo.png', PNG, { itemid: '{two}' }),
  exchange('of which one is taken', setPicture('{two}')),
  exchange('deleted', setPicture('0', { userid: '{i1}', delete: 1 })),
  exchange('deleted again', setPicture('0', { userid: '{i1}', delete: 1 })),
  upload('by an update of the account', 'RUNup.png', PNG),
  exchange('set', update({ id: '{i1}', userpicture: '{up}' })),
  shown('set'),
  exchange('taken away', update({ id: '{i1}', userpicture: '0' })),
  shown('taken away'),
  exchange('for nobody', setPicture('{one}', { userid: 999999999 })),
  exchange('for the guest', setPicture('{one}', { userid: 1 })),
  exchange('for an administrator', setPicture('{one}', { userid: 2 })),
  exchange('for oneself', setPicture('{one}', {})),
  exchange('without a draft', call('core_user_update_picture', { userid: '{i1}' })),
  exchange('somebody is deleted', remove('{i2}')),
  exchange('and gets none', setPicture('{one}', { userid: '{i2}' })),
  upload('with a wrong token', 'RUNx.png', PNG, { token: 'deadbeef' }),
  upload('with an empty token', 'RUNx.png', PNG, { token: '' }),
  upload('no file', '', ''),
  exchange('a form of one part', 'token=TOKEN&itemid=0', { bare: true, path: '/webservice/upload.php' }),
  exchange('no token', 'itemid=0', { bare: true, path: '/webservice/upload.php' }),
  exchange('core_files_upload is outside the service', 'wsfunction=core_files_upload'),
  upload('a folder', 'RUNdir.png', PNG, { filepath: '/a/b/' }),
  upload('a name with a path', '../RUNpath.png', PNG),
])
