import { byField, create, type Exchange, exchange, person } from './exchange.ts'

const password = 'Passw0rd!x'
const refusedUsernames = ['UPPER7', 'f 9', 'f8+x@college.example', 'józef10', '', ' ', 'RUNlead ', "o'neil", '😀']
const strangeEmails = [
  'not-an-email',
  'a@localhost',
  'a@b.1c',
  'a..b@c.example',
  'é@c.example',
  'a@é.example',
  ' a@c.example',
  '',
]

/** core_user_create_users, from one good user to everything that refuses a batch. */
export const creatingExchanges: Exchange[] = [
  exchange(
    'a user with everything the service sends',
    create(
      person('a', {
        idnumber: 'RUN-A',
        city: 'London',
        country: 'GB',
        department: 'Dept',
        institution: 'Inst',
        phone1: '+44 20',
      }),
    ),
  ),
  exchange('is read back without the phone', byField('username', 'RUNa')),
  exchange(
    'a user with little',
    create(person('b', { middlename: 'M', description: 'About <b>me</b>', interests: 'art, music' })),
  ),
  exchange('is read back without empty members and the description', byField('username', 'RUNb')),
  exchange('letters of the world', create(person('c', { firstname: 'Zoë-Ærøskøbing', lastname: 'O’Connor Łukasz 😀' }))),
  exchange('are escaped in the answer', byField('username', 'RUNc')),
  exchange('a batch answers row by row in order', create(person('d2'), person('d1'), person('d3'))),
  exchange('a username like an e-mail', create(person('jo.o-neil_1', { username: 'RUNjo.o-neil_1' }))),
  exchange('an idnumber that exists already is accepted', create(person('e', { idnumber: 'RUN-A' }))),
  exchange('and finds both', byField('idnumber', 'RUN-A')),
  exchange('a taken username', create(person('a', { email: 'RUNother@college.example' }))),
  exchange('a taken e-mail', create(person('f', { email: 'RUNa@college.example' }))),
  exchange('a taken e-mail in capitals', create(person('f', { email: 'RUNA@COLLEGE.EXAMPLE' }))),
  exchange('the same username twice in a batch', create(person('f'), person('f', { email: 'RUNf2@college.example' }))),
  exchange('the same e-mail twice in a batch', create(person('f'), person('f2', { email: 'RUNf@college.example' }))),
  exchange('a bad row last takes the good ones with it', create(person('f'), person('f1'), person('f2', { email: 'bad' }))),
  exchange('a row too long takes the good ones with it', create(person('f'), person('f1', { firstname: 'x'.repeat(101) }))),
  exchange('none of them is there', byField('username', 'RUNf', 'RUNf1', 'RUNf2')),
  ...refusedUsernames.map((username) => exchange(`the username "${username}"`, create(person('f', { username })))),
  ...strangeEmails.map((email) => exchange(`the e-mail "${email}"`, create(person('f', { email })))),
  exchange('an e-mail with a plus', create(person('g', { email: 'RUNg+1@college.example' }))),
  exchange('a first name of 100 letters beyond ASCII', create(person('h', { firstname: 'é'.repeat(100) }))),
  exchange('a first name of 101', create(person('f', { firstname: 'é'.repeat(101) }))),
  ...['', ' ', 'A<b>c</b> & D', 'a<', 'a <', '<', 'nul\0'].map((firstname) =>
    exchange(`the first name ${JSON.stringify(firstname)}`, create(person('f', { firstname }))),
  ),
  exchange('a blank is no tag', create(person('i', { firstname: 'x < y & z > w' }))),
  exchange('a key Moodle does not know', create(person('f', { nosuch: '1' }))),
  exchange('suspended is not for creates', create(person('f', { suspended: '1' }))),
  exchange('a required key missing', create({ username: 'RUNf' })),
  exchange('no users at all', 'wsfunction=core_user_create_users'),
  exchange('a country that is none', create(person('j', { country: 'UK' }))),
  exchange('reads back as no country', byField('username', 'RUNj')),
  exchange(
    'a custom field that does not exist',
    `${create(person('k'))}&users[0][customfields][0][type]=none&users[0][customfields][0][value]=1`,
  ),
  exchange('manual without a password', create(person('f', { auth: 'manual' }))),
  exchange('manual with a weak password', create(person('f', { auth: 'manual', password: 'abc' }))),
  exchange('manual with a nearly good password', create(person('f', { auth: 'manual', password: 'Passw0rd' }))),
  exchange('manual with a good password', create(person('l', { auth: 'manual', password }))),
  exchange('manual with createpassword', create(person('m', { auth: 'manual', createpassword: '1' }))),
  exchange('external with a password', create(person('n', { password: 'abc' }))),
  ...['oidc', 'webservice', 'mnet', 'nologin', 'email', ''].map((auth) =>
    exchange(`auth "${auth}"`, create(person('f', { auth }))),
  ),
  ...['ldap', 'cas', 'db', 'shibboleth', 'lti', 'none'].map((auth) => exchange(`auth "${auth}"`, create(person(auth, { auth })))),
  ...['xx', ''].map((lang) => exchange(`language "${lang}"`, create(person('f', { lang })))),
]
