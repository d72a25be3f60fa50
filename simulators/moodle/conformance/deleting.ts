import { byField, create, type Exchange, exchange, person, remove, search, update } from './exchange.ts'

/** core_user_delete_users and what is left afterwards. */
export const deletingExchanges: Exchange[] = [
  exchange('a user to delete', create(person('z', { idnumber: 'RUN-Z', city: 'London' }))),
  exchange('nobody', remove('999999999')),
  exchange('an id that is no number', remove('x')),
  exchange('no ids', 'wsfunction=core_user_delete_users'),
  exchange('an administrator', remove('2')),
  exchange('the same one twice deletes nobody', remove('{z}', '{z}')),
  exchange('a stranger in the list deletes nobody', remove('{z}', '999999999')),
  exchange('is still there', byField('id', '{z}')),
  exchange('deleted', remove('{z}')),
  exchange('deleted again', remove('{z}')),
  exchange('comes back by id, in mangled form', byField('id', '{z}')),
  exchange('not by username', byField('username', 'RUNz')),
  exchange('not by idnumber', byField('idnumber', 'RUN-Z')),
  exchange('not in get_users', search(['id', '{z}'])),
  exchange('cannot be updated', update({ id: '{z}', firstname: 'X' })),
  exchange('the name is free again', create(person('z', { idnumber: 'RUN-Z' }))),
  exchange('and found', byField('idnumber', 'RUN-Z')),
]
