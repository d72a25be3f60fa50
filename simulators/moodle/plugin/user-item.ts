import { cleanParam, type ParamType } from '../clean-param.ts'
import { countries } from '../countries.ts'
import { authPlugins, notForNewUsers } from '../site.ts'
import { columnWidths } from '../user-fields.ts'
import { isValidEmail } from '../validate-email.ts'
import { ItemFields } from './item-fields.ts'
import { ItemRefused } from './item-refused.ts'
import type { Item } from './items.ts'

const columns = ['username', 'auth', 'firstname', 'lastname', 'email', 'city', 'country'] as const
type Column = (typeof columns)[number]

/** The columns that must not be empty, and without which no account is made. */
export const neverBlank: readonly Column[] = ['username', 'auth', 'firstname', 'lastname', 'email']

const fields = ['zohoid', 'userid', 'foreignidnumber', ...columns, 'suspended', 'createpassword', 'as_of']
const cleaningOf: Partial<Record<Column, ParamType>> = { firstname: 'notags', lastname: 'notags', city: 'text' }

/** An item of upsert_users, as far as it is right in itself. */
export type UserItem = {
  zohoid: string
  userid: number | undefined
  foreignidnumber: 'refuse' | 'keep' | 'overwrite'
  columns: Partial<Record<Column, string>>
  suspended: boolean | undefined
  createpassword: boolean
  asOf: number
}

export function readUserItem(item: Item): UserItem {
  const given = new ItemFields(item, fields)
  const read: UserItem['columns'] = {}
  for (const column of columns) {
    const text = given.text(column, column === 'auth' ? 20 : columnWidths[column], cleaningOf[column] ?? 'raw')
    if (text !== undefined) read[column] = checked(column, text)
  }
  const suspended = given.boolean('suspended')
  return {
    zohoid: given.zohoid(),
    userid: given.integer('userid', 1),
    foreignidnumber: given.word('foreignidnumber', ['refuse', 'keep', 'overwrite']) ?? 'refuse',
    columns: read,
    suspended,
    createpassword: given.boolean('createpassword') ?? false,
    asOf: given.asOf(),
  }
}

function checked(column: Column, text: string): string {
  if (text === '' && neverBlank.includes(column)) throw new ItemRefused('blank', column, `${column}: must not be blank`)
  const problem = problemOf(column, text)
  if (problem !== undefined) throw new ItemRefused('invalid', column, `${column}: ${problem}`)
  return text
}

function problemOf(column: Column, text: string): string | undefined {
  switch (column) {
    case 'username':
      return cleanParam(text, 'username') === text ? undefined : 'must be of a-z 0-9 - . _ @, in lower case'
    case 'auth':
      return authPlugins.includes(text) && !notForNewUsers.includes(text)
        ? undefined
        : 'must be an installed authentication method, such as manual or oauth2'
    case 'email':
      return isValidEmail(text) ? undefined : 'must be an e-mail address'
    case 'country':
      return text === '' || countries.has(text) ? undefined : 'must be a country of ISO 3166, such as GB, or empty'
    default:
      return undefined
  }
}
