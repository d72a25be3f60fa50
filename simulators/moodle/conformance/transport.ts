import { byField, type Exchange, exchange } from './exchange.ts'

const lookUp = byField('username', 'RUNnobody')
const xml = 'application/x-www-form-urlencoded'

/** How a call must look, and what a wrong one is told. */
export const transportExchanges: Exchange[] = [
  {
    ...exchange('site info names the site, the caller and the functions', 'wsfunction=core_webservice_get_site_info'),
    view: 'types',
  },
  exchange('site info refuses a parameter it does not know', 'wsfunction=core_webservice_get_site_info&x=1'),
  exchange('a wrong token', lookUp, { token: 'deadbeef' }),
  exchange('an empty token', lookUp, { token: '' }),
  exchange('no token', lookUp, { token: null }),
  exchange('a bearer token in the header is not read', lookUp, { token: null, headers: { authorization: 'Bearer TOKEN' } }),
  exchange('GET works too', lookUp, { method: 'GET' }),
  exchange('a JSON body is not read', '{"wstoken":"TOKEN","wsfunction":"core_user_get_users_by_field"}', {
    bare: true,
    contentType: 'application/json',
  }),
  exchange('a body without a content type is not read', lookUp, { contentType: 'text/plain' }),
  exchange('no function', ''),
  exchange('an empty function', 'wsfunction='),
  exchange('a list of functions', 'wsfunction[]=core_user_get_users'),
  exchange('an unknown function', 'wsfunction=core_user_nope'),
  exchange('a function outside the service', 'wsfunction=core_user_get_user_preferences'),
  exchange('without a format errors are XML', 'wsfunction=core_user_nope', { format: null }),
  exchange('an unknown format is XML', 'wsfunction=core_user_nope', { format: 'yaml' }),
  exchange('an error in XML is escaped', 'wsfunction=core_user_get_users_by_field&field=a"b<c', { format: 'xml' }),
  exchange('the settings of the protocol are no parameters', `moodlewssettingraw=1&moodlewssettinglang=en&${lookUp}`),
  exchange('one value more than the limit of form variables still counts', ({ maxInputVars }) =>
    byField('username', ...fillers(maxInputVars - 4), 'guest'),
  ),
  exchange('a value after the limit of form variables is lost without a word', ({ maxInputVars }) =>
    byField('username', ...fillers(maxInputVars - 3), 'guest'),
  ),
  exchange(
    'a token after the limit is lost too',
    ({ maxInputVars }) => `moodlewsrestformat=json&${byField('username', ...fillers(maxInputVars))}&wstoken=TOKEN`,
    { bare: true, contentType: xml },
  ),
  exchange(
    'a format after the limit is lost too',
    ({ maxInputVars }) => `wstoken=TOKEN&${byField('lastname', ...fillers(maxInputVars))}&moodlewsrestformat=json`,
    { bare: true, contentType: xml },
  ),
]

/** Repeated, because each counts as a variable but Moodle looks the name up only once. */
function fillers(count: number): string[] {
  return Array.from({ length: count }, () => 'RUNnobody')
}
