import { Agent, request } from 'undici'
import type { Addresses } from '../../service/src/connections/connections.ts'
import { ready, task } from '../parent.ts'

/** The same necessary calls without a ledger, a queue or an audit: what a first sync must cost at least. */
const { addresses } = task<{ addresses: Required<Addresses> }>()
const { zoho, moodle } = addresses
if (zoho === undefined || moodle === undefined) throw new Error('The script needs both systems')
const dispatcher = new Agent({ connections: 2, pipelining: 1 })
const FIELDS = ['First_Name', 'Last_Name', 'Academic_Email', 'City', 'Country', 'Status', 'Student_Moodle_ID']
const LOOK_UP = 100
const CREATE = 50
const WRITE_BACK = 100

type Row = { id: string; First_Name: string; Last_Name: string; Academic_Email: string; City: string; Country: string }

ready(undefined, async () => {
  const startedAt = performance.now()
  const students = await list()
  await lookUp(
    'idnumber',
    students.map(({ id }) => id),
  )
  await lookUp(
    'username',
    students.map(({ Academic_Email }) => Academic_Email),
  )
  const accounts = (await inTwos(students, CREATE, create)).flat()
  await inTwos(accounts, WRITE_BACK, writeBack)
  return { seconds: (performance.now() - startedAt) / 1000, made: accounts.length }
})

/** Batches, two in flight. */
async function inTwos<T, R>(items: readonly T[], size: number, work: (batch: T[]) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const batch = items.slice(next, next + size)
      next += size
      results.push(await work(batch))
    }
  }
  await Promise.all([lane(), lane()])
  return results
}

let token = ''

async function askZoho<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
  const answer = await request(`${zoho?.apiUrl}/crm/v8/${path}`, {
    dispatcher,
    method,
    headers: { authorization: `Zoho-oauthtoken ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (await answer.body.json()) as T
}

async function askMoodle<T>(wsfunction: string, variables: Record<string, string>): Promise<T> {
  const answer = await request(`${moodle?.url}/webservice/rest/server.php`, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ wstoken: moodle?.token ?? '', moodlewsrestformat: 'json', wsfunction, ...variables }).toString(),
  })
  const result = (await answer.body.json()) as T | { exception: string; message: string }
  if (typeof result === 'object' && result !== null && 'exception' in result) throw new Error(JSON.stringify(result))
  return result
}

async function list(): Promise<Row[]> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: zoho?.clientId ?? '',
    client_secret: zoho?.clientSecret ?? '',
    refresh_token: zoho?.refreshToken ?? '',
  })
  const granted = await request(`${zoho?.accountsUrl}/oauth/v2/token`, {
    dispatcher,
    method: 'POST',
    query: Object.fromEntries(form),
  })
  token = ((await granted.body.json()) as { access_token: string }).access_token
  const query = `select id, ${FIELDS.join(', ')} from BTEC_Students where id is not null order by id asc limit 2000`
  return (await askZoho<{ data: Row[] }>('POST', 'coql', { select_query: query })).data
}

const lookUp = (field: string, values: readonly string[]): Promise<unknown> =>
  inTwos(values, LOOK_UP, (batch) =>
    askMoodle('core_user_get_users_by_field', {
      field,
      ...Object.fromEntries(batch.map((value, at) => [`values[${at}]`, value])),
    }),
  )

async function create(students: readonly Row[]): Promise<{ id: string; Student_Moodle_ID: string }[]> {
  const variables = students.flatMap((student, at) =>
    Object.entries({
      auth: 'oauth2',
      idnumber: student.id,
      city: student.City,
      country: 'JO',
      username: student.Academic_Email,
      firstname: student.First_Name,
      lastname: student.Last_Name,
      email: student.Academic_Email,
    }).map(([field, value]) => [`users[${at}][${field}]`, value]),
  )
  const made = await askMoodle<{ id: number; username: string }[]>(
    'core_user_create_users',
    Object.fromEntries(variables) as Record<string, string>,
  )
  const idOf = new Map(made.map(({ id, username }) => [username, String(id)]))
  return students.map(({ id, Academic_Email }) => ({ id, Student_Moodle_ID: idOf.get(Academic_Email) ?? '' }))
}

const writeBack = (data: readonly { id: string; Student_Moodle_ID: string }[]): Promise<unknown> =>
  askZoho('PUT', 'BTEC_Students', { data, trigger: [] })
