import { startShell } from '../../shell.ts'
import { createMoodleSimulator, DEFAULT_MOODLE_TOKEN } from '../moodle.ts'

/** A parameter of a web service: written as PHP reads a form. */
type Value = string | number | boolean | Value[] | { [name: string]: Value }

/** What Moodle answers to a call that it refuses, with HTTP 200. */
export type Refusal = { exception: string; errorcode: string; message: string }

/** One result of a batch function, in the order of the items. */
export type Result = {
  status: string
  error?: string
  field?: string
  message?: string
  userid?: number
  courseid?: number
  zohoid?: string
}

const { CONFORMANCE_MOODLE_URL, CONFORMANCE_MOODLE_TOKEN, CONFORMANCE_MOODLE_STRANGER_TOKEN } = process.env

/** Without the address of a real site the simulated one is asked, which has no pages. */
export const isSimulated = CONFORMANCE_MOODLE_URL === undefined
const site = CONFORMANCE_MOODLE_URL === undefined ? await startSimulated() : realSite(CONFORMANCE_MOODLE_URL)

/** The token of somebody who may use the service and lacks local/campusbridge:use; undefined when the site has none. */
export const strangerToken = isSimulated ? undefined : CONFORMANCE_MOODLE_STRANGER_TOKEN

/** Calls a function as the service does. Answers what Moodle answered, refusals too; throws where it is no JSON. */
export async function call<Answer>(name: string, parameters: Record<string, Value> = {}, token = site.token): Promise<Answer> {
  const form = new URLSearchParams({ wstoken: token, moodlewsrestformat: 'json', wsfunction: name })
  for (const [key, value] of Object.entries(parameters)) append(form, key, value)
  const answer = await fetch(`${site.url}/webservice/rest/server.php`, { method: 'POST', body: form })
  const text = await answer.text()
  if (!answer.ok || !/^[[{"n]/.test(text)) throw new Error(`${name}: HTTP ${answer.status} ${text.slice(0, 300)}`)
  return JSON.parse(text) as Answer
}

/** Calls a batch function; throws where the call as a whole was refused. */
export async function batch(name: string, items: object[]): Promise<Result[]> {
  const answer = await call<{ results?: Result[] }>(name, { items: JSON.stringify(items) })
  if (answer.results === undefined) throw new Error(`${name}: ${JSON.stringify(answer)}`)
  return answer.results
}

/** Sends one item and answers its result. */
export async function one(name: string, item: object): Promise<Result> {
  const [result] = await batch(name, [item])
  if (result === undefined) throw new Error(`${name} answered no result`)
  return result
}

const run = Date.now()
let ids = 0

/** A Zoho id that no earlier run and no real college has. */
export function newZohoId(): string {
  ids += 1
  return `9999${run}${String(ids).padStart(3, '0')}`
}

/** Now, as an item's as_of. */
export const now = (): number => Date.now()

/** An invented person of this run, as an item of upsert_users. */
export function person(name: string): Record<string, string | number> {
  return {
    zohoid: newZohoId(),
    username: `conformance-${name}-${run}`,
    auth: 'oauth2',
    firstname: 'Test',
    lastname: `Person ${name}`,
    email: `conformance-${name}-${run}@example.com`,
    as_of: now(),
  }
}

/** Creates that person and answers the id of the user, whom leave() deletes. */
export async function createUser(name: string): Promise<number> {
  const { userid } = await one('local_campusbridge_upsert_users', person(name))
  if (userid === undefined) throw new Error(`${name} was not created`)
  created.add(userid)
  return userid
}

const created = new Set<number>()

/** Lets leave() delete somebody who was created without createUser(). */
export const forgetLater = (userid: number | undefined): void => {
  if (userid !== undefined) created.add(userid)
}

/** Deletes whoever was created and ends a simulated site; every file of tests does that at its end. */
export async function leave(): Promise<void> {
  if (created.size > 0) await call('core_user_delete_users', { userids: [...created] })
  await site.stop()
}

type Site = { url: string; token: string; stop(): Promise<void> }

/** The address of the Moodle, without a slash at its end. */
export const address = (): string => site.url

function realSite(url: string): Site {
  if (CONFORMANCE_MOODLE_TOKEN === undefined) throw new Error('CONFORMANCE_MOODLE_TOKEN: the token of its service user')
  return { url: url.replace(/\/$/, ''), token: CONFORMANCE_MOODLE_TOKEN, stop: async () => {} }
}

/** A simulated Moodle with the plugin, for this file of tests alone. */
async function startSimulated(): Promise<Site> {
  const shell = await startShell({
    port: 0,
    seed: 'empty',
    build: (clock) => ({ moodle: createMoodleSimulator({ clock }) }),
    addresses: () => ({}),
  })
  shell.systems.moodle.configure({ plugin: true })
  return { url: `${shell.url}/moodle`, token: DEFAULT_MOODLE_TOKEN, stop: shell.stop }
}

function append(form: URLSearchParams, key: string, value: Value): void {
  if (typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) append(form, `${key}[${name}]`, member)
  } else form.append(key, typeof value === 'boolean' ? String(Number(value)) : String(value))
}
