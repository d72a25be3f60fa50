import { Agent, request } from 'undici'
import type { Addresses } from '../../service/src/connections/connections.ts'

export type Row = { id: string } & Record<string, unknown>
export type Wire = ReturnType<typeof createWire>

/** The two systems without anything around them: two calls in flight, nothing kept, no trouble expected. */
export function createWire({ zoho, moodle }: Required<Addresses>) {
  if (zoho === undefined || moodle === undefined) throw new Error('The script needs both systems')
  const dispatcher = new Agent({ connections: 2, pipelining: 1 })
  let token = ''

  const askZoho = async <T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T> => {
    const answer = await request(`${zoho.apiUrl}/crm/v8/${path}`, {
      dispatcher,
      method,
      headers: { authorization: `Zoho-oauthtoken ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (answer.statusCode === 204 ? { data: [] } : await answer.body.json()) as T
  }

  return {
    async askMoodle<T>(wsfunction: string, variables: Record<string, string>): Promise<T> {
      const answer = await request(`${moodle.url}/webservice/rest/server.php`, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ wstoken: moodle.token, moodlewsrestformat: 'json', wsfunction, ...variables }).toString(),
      })
      const result = (await answer.body.json()) as T | { exception: string; message: string }
      if (typeof result === 'object' && result !== null && 'exception' in result)
        throw new Error(`${wsfunction}: ${JSON.stringify(result)}`)
      return result
    },

    async login(): Promise<void> {
      const { clientId: client_id, clientSecret: client_secret, refreshToken: refresh_token } = zoho
      const query = { grant_type: 'refresh_token', client_id, client_secret, refresh_token }
      const granted = await request(`${zoho.accountsUrl}/oauth/v2/token`, { dispatcher, method: 'POST', query })
      token = ((await granted.body.json()) as { access_token: string }).access_token
    },

    /** All records of a module, in pages of 2,000. */
    async list(module: string, fields: readonly string[]): Promise<Row[]> {
      const rows: Row[] = []
      for (let more = true; more; ) {
        const last = rows.at(-1)
        const where = last === undefined ? 'id is not null' : `id > '${last.id}'`
        const select_query = `select id, ${fields.join(', ')} from ${module} where ${where} order by id asc limit 2000`
        const page = await askZoho<{ data: Row[]; info?: { more_records: boolean } }>('POST', 'coql', { select_query })
        rows.push(...page.data)
        more = page.info?.more_records ?? false
      }
      return rows
    },

    writeBack: (module: string, data: readonly Row[]): Promise<unknown> => askZoho('PUT', module, { data, trigger: [] }),
  }
}

/** Batches, two in flight, answers in the order of the items. */
export async function inTwos<T, R>(items: readonly T[], size: number, work: (batch: T[]) => Promise<R[]>): Promise<R[]> {
  const results: R[][] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const from = next
      next += size
      results[from / size] = await work(items.slice(from, from + size))
    }
  }
  await Promise.all([lane(), lane()])
  return results.flat()
}

/** Objects as Moodle's form wants them: `users[0][email]=…`. */
export const form = (name: string, rows: readonly Record<string, string | number>[]): Record<string, string> =>
  Object.fromEntries(
    rows.flatMap((row, at) => Object.entries(row).map(([field, value]) => [`${name}[${at}][${field}]`, String(value)])),
  )
