import { byField, type Exchange, exchange, search, update } from './exchange.ts'

const numbers = ['1 ', ' 1', '01', '1.0', '1e0', '+1', 'x', '', '1x', '-1', '99999999999999999999']
const lists = 'wsfunction=core_user_get_users_by_field&field=username'

/** core_user_get_users_by_field and core_user_get_users. */
export const lookingUpExchanges: Exchange[] = [
  exchange('answers by id, whatever the order asked for', byField('username', 'RUNd3', 'RUNd1', 'RUNd2', 'RUNd1')),
  exchange('with gaps for those who are not there', byField('username', 'RUNnobody', 'RUNd1')),
  exchange('an address back to small letters', update({ id: '{d1}', email: 'RUNd1@college.example' })),
  exchange('an e-mail as it is written', byField('email', 'RUNd1@college.example')),
  exchange('an e-mail in another case is not found', byField('email', 'RUND1@College.Example')),
  exchange('an e-mail with a blank', byField('email', 'RUNd1@college.example ')),
  exchange('a username in capitals refuses the call', byField('username', 'RUND1')),
  exchange('a username with a blank', byField('username', ' RUNd1')),
  exchange('a username with NUL', byField('username', 'a\0b')),
  exchange('empty values find nobody', byField('idnumber', '')),
  exchange('an empty username', byField('username', '')),
  exchange('bytes that are no UTF-8', 'wsfunction=core_user_get_users_by_field&field=idnumber&values[0]=%FF'),
  exchange('a field that cannot be searched', byField('lastname', 'x')),
  exchange('a field that is no word', byField('last_name', 'x')),
  exchange('no values', lists),
  exchange('a value for a list', `${lists}&values=x`),
  exchange('a list for a value', `${lists}&values[0][0]=x`),
  exchange('values without numbers', `${lists}&values[]=RUNd1&values[]=RUNd2`),
  exchange('an unknown parameter', `${lists}&values[0]=RUNd1&extra=1`),
  ...numbers.map((id) => exchange(`the id "${id}"`, byField('id', id))),
  exchange('get_users cleans a username silently', search(['username', 'RUND1'])),
  exchange('get_users with wildcards, whatever the case', search(['email', 'RUND_@COLLEGE.%'])),
  exchange('an escaped wildcard is a letter', search(['email', 'RUNd1\\%'])),
  exchange('two criteria', search(['firstname', 'first d1'], ['email', 'RUN%'])),
  exchange('one that fits nobody', search(['lastname', 'RUN nobody'])),
  exchange('an idnumber', search(['idnumber', 'RUN-A'])),
  exchange('an empty idnumber finds nobody', search(['idnumber', ''])),
  exchange('one criterion twice', search(['id', '1'], ['id', '2'])),
  exchange('an unknown criterion is only a warning', search(['suspended', '1'], ['username', 'RUNd1'])),
  exchange('an unknown plugin finds nobody', search(['auth', 'nope'])),
  exchange('get_users without criteria', 'wsfunction=core_user_get_users'),
]
