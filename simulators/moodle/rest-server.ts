import type { WireAnswer } from '../system.ts'
import { accessDenied, invalidParameter, invalidToken, MoodleError, moodleException } from './errors.ts'
import { absentFunctions, functionsOf, functionsOutsideTheService } from './functions.ts'
import { phpJson } from './json.ts'
import { type FormArray, parseForm } from './parse-form.ts'
import type { MoodleWorld } from './world.ts'

/** A request as the web server hands it to `/webservice/rest/server.php`. */
export type RestRequest = {
  query: string
  contentType: string
  body: string
  siteUrl: string
  rows: { written: number; found: number }
}

/** One call of the REST protocol: every error of Moodle's own is HTTP 200 (reference/moodle.md §1). */
export function answerRest(world: MoodleWorld, request: RestRequest): WireAnswer {
  const form = formOf(world, request)
  // Anything but the two known formats is XML, also when the parameter was cut off at the end of a long form.
  const asked = form.get('moodlewsrestformat')
  const format = asked === 'json' ? 'json' : 'xml'
  try {
    const callerId = callerOf(world, form.get('wstoken'))
    const name = form.get('wsfunction')
    const run = functionNamed(world, name)
    if (run === undefined) return absent(String(name))
    const raw = form.get('moodlewssettingraw') === '1'
    for (const taken of ['wstoken', 'wsfunction', 'moodlewsrestformat', ...SETTINGS]) form.delete(taken)
    const result = run(form, { world, callerId, siteUrl: request.siteUrl, raw, rows: request.rows })
    return format === 'json' ? json(result) : absent('moodlewsrestformat=xml')
  } catch (error) {
    if (!(error instanceof MoodleError)) throw error
    return format === 'json' ? json(errorMembers(error, world)) : xmlError(error, world)
  }
}

/** Settings of the protocol itself, taken out before a function sees its parameters. */
const SETTINGS = [
  'moodlewssettingraw',
  'moodlewssettingfileurl',
  'moodlewssettingfilter',
  'moodlewssettinglang',
  'moodlewssettingtimezone',
]

/** Query and body together, the body winning; a body that is no form counts for nothing (JSON is not read, §1). */
function formOf({ settings }: MoodleWorld, request: RestRequest): FormArray {
  const form = parseForm(request.query, settings.maxInputVars)
  if (!request.contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) return form
  // PHP looks at its limit after a posted variable was taken, so a body keeps one more than a query.
  for (const [key, value] of parseForm(request.body, settings.maxInputVars + 1)) form.set(key, value)
  return form
}

/** The token is read from the parameters alone: an Authorization header means nothing here. */
export function callerOf(world: MoodleWorld, sent: unknown): number {
  const token = typeof sent === 'string' ? world.tokens.get(sent) : undefined
  if (token === undefined) throw invalidToken()
  if (token.validuntil !== 0 && token.validuntil < world.clock.now() / 1000) {
    // Moodle deletes an expired token the first time it is used; from then on it is simply unknown.
    world.tokens.delete(token.id)
    throw accessDenied('Invalid token - token expired - check validuntil time for the token')
  }
  const user = world.users.get(token.userid)
  if (user?.suspended)
    throw moodleException('wsaccessusersuspended', `Refused web service access for suspended username: ${user.username}`)
  return token.userid
}

/** @returns undefined for a function that is real but not played here */
function functionNamed(world: MoodleWorld, name: unknown) {
  if (name === undefined || name === '') throw invalidParameter('Missing function name')
  if (typeof name !== 'string') throw unknownFunction('Array')
  const run = functionsOf(world).get(name)
  if (run !== undefined) return run
  if (absentFunctions.has(name)) return undefined
  if (functionsOutsideTheService.has(name)) throw accessDenied(`Access to the function ${name}() is not allowed.`)
  throw unknownFunction(name)
}

const unknownFunction = (name: string): MoodleError =>
  new MoodleError(
    'dml_missing_record_exception',
    'invalidrecord',
    "Can't find data record in database table external_functions.",
    `SELECT * FROM {external_functions} WHERE name = ?\n[array (\n  0 => '${name}',\n)]`,
  )

function errorMembers(error: MoodleError, { settings }: MoodleWorld): Record<string, string> {
  const { exception, errorcode, message, debuginfo } = error
  // PHP's own errors have no code.
  const code = errorcode === '' ? {} : { errorcode }
  return { exception, ...code, message, ...(settings.debug && debuginfo !== undefined ? { debuginfo } : {}) }
}

const sameHeaders = {
  'cache-control': 'private, must-revalidate, pre-check=0, post-check=0, max-age=0',
  expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
  pragma: 'no-cache',
  'accept-ranges': 'none',
  'access-control-allow-origin': '*',
}

const json = (body: unknown): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', ...sameHeaders },
  body: phpJson(body),
})

function xmlError(error: MoodleError, world: MoodleWorld): WireAnswer {
  const { exception, errorcode, message, debuginfo } = errorMembers(error, world)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8" ?>',
    `<EXCEPTION class="${exception}">`,
    `<ERRORCODE>${escaped(errorcode)}</ERRORCODE>`,
    `<MESSAGE>${escaped(message)}</MESSAGE>`,
    ...(debuginfo === undefined ? [] : [`<DEBUGINFO>${escaped(debuginfo)}</DEBUGINFO>`]),
    '</EXCEPTION>',
  ]
  const headers = {
    'content-type': 'application/xml; charset=utf-8',
    'content-disposition': 'inline; filename="response.xml"',
    ...sameHeaders,
  }
  return { status: 200, headers, body: `${lines.join('\n')}\n` }
}

const escaped = (text = ''): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function absent(what: string): WireAnswer {
  const body = { error: 'not simulated', what, see: 'simulators/moodle/quirks.md' }
  return { status: 501, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
