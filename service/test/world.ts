import { createHmac, randomUUID } from 'node:crypto'
import pg from 'pg'
import { startSimulators } from '../../simulators/server.ts'
import { type App, type AppOptions, startApp } from '../src/app.ts'
import { demoSecrets } from '../src/config/demo-secrets.ts'
import { readConfig } from '../src/config.ts'
import { subjectOfModule, type ZohoModule } from '../src/domain/zoho-modules.ts'
import { createLog, type Logger } from '../src/log/log.ts'
import type { SettingKey } from '../src/settings/definitions.ts'
import { createTestDatabase } from './database.ts'
import { refuseSensitiveFields } from './sensitive-fields.ts'

const ORG = '5847596000000'
const SETTLED = ['completed', 'skipped', 'failed', 'held', 'rehearsed']
const PATIENCE_MS = 15_000

export type EventRow = {
  id: number
  event_id: string
  source: string
  status: string
  needs_attention: boolean
  verdict_code: string | null
  verdict_params: Record<string, string | number> | null
  verdict: string | null
  cause: string | null
  waiting_for: string | null
  coalesced_into: number | null
  resolved_by: number | null
  retry_count: number
  next_attempt_at: Date | null
}

export type ZohoRecord = Record<string, unknown> & { id: string }
export type Student = ZohoRecord
export type Account = Record<string, unknown> & { id: number; username: string; suspended: boolean }
export type Fault = {
  system: 'zoho' | 'moodle'
  match?: string
  nth?: number
  /** How many in a row. */
  times?: number
  how: 'refuse' | 'lose' | 'hang' | '429' | '500' | 'expire'
  ms?: number
}
export type OutsideCall = {
  seq: number
  system: string
  operation: string
  method: string
  url: string
  body: string
  status: number
  /** Where the system counts them. */
  rows: { written: number; found: number }
  fault?: string
}

export type World = Awaited<ReturnType<typeof createWorld>>

/** A college of its own: an empty Zoho and Moodle, a database, and the whole service between them, everything real but the wire's far end. */
export async function createWorld(
  options: {
    settings?: Partial<Record<SettingKey, unknown>>
    seed?: 'empty' | 'college'
    /** Runs the service somewhere else than in this process. */
    launch?: (options: AppOptions) => Promise<App>
    /** Hears what the service logs; silent without one. */
    log?: Logger
  } = {},
) {
  const launch = options.launch ?? startApp
  const testDatabase = await createTestDatabase()
  const simulators = await startSimulators({ seed: options.seed ?? 'empty' })
  const look = new pg.Pool({ connectionString: testDatabase.superuserUrl, max: 2 })
  const settings = {
    'queue.timings': { lease_ms: 500, poll_ms: 100 },
    'events.retries': { attempts: 3, first_delay_ms: 50, longest_delay_ms: 500 },
    'breaker.probe_ms': 100,
    'moodle.auth': 'oauth2',
    // Tests of photos switch it on: everybody else counts calls.
    'photos.enabled': false,
    // What a test is to see shall not depend on the hour.
    schedules: { sweep_changes: '', sweep_deleted: '', webhook_failures: '', nightly: '' },
    ...options.settings,
  }
  const setSetting = async (key: SettingKey, value: unknown): Promise<void> => {
    await look.query(
      `insert into app_settings (tenant_id, key, value_json, updated_by) values ('default', $1, $2, 'test')
       on conflict (tenant_id, key) do update set value_json = excluded.value_json`,
      [key, JSON.stringify(value)],
    )
  }
  for (const [key, value] of Object.entries(settings)) await setSetting(key as SettingKey, value)

  const appOptions = {
    config: { ...readConfig({ ENVIRONMENT: 'test', LOG_LEVEL: 'silent' }), port: 0 },
    databaseUrl: testDatabase.url,
    addresses: {
      zoho: {
        accountsUrl: simulators.zoho.origin,
        apiUrl: simulators.zoho.origin,
        clientId: simulators.zoho.clientId,
        clientSecret: simulators.zoho.clientSecret,
        refreshToken: simulators.zoho.refreshToken,
      },
      moodle: simulators.moodle,
    },
    log: options.log ?? createLog('silent'),
  }
  let app = await launch(appOptions)
  const others: App[] = []

  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${simulators.url}/__sim${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await answer.text()
    if (!answer.ok && answer.status !== 404) throw new Error(`${method} ${path} → ${answer.status} ${text}`)
    return (answer.status === 404 || text === '' ? undefined : JSON.parse(text)) as T
  }

  let counter = 0
  const nextId = (): string => `${ORG}${String(100_000 + ++counter).padStart(6, '0')}`

  const events = async (where = 'true', values: unknown[] = []): Promise<EventRow[]> => {
    const { rows } = await look.query(`select * from integration_events_log where ${where} order by id`, values)
    return rows.map((row) => ({ ...row, id: Number(row.id) }))
  }

  const until = async <T>(what: string, ask: () => Promise<T | undefined>, patienceMs = PATIENCE_MS): Promise<T> => {
    const deadline = Date.now() + patienceMs
    for (;;) {
      const answer = await ask()
      if (answer !== undefined) return answer
      if (Date.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain for ${what}: ${JSON.stringify(await events())}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  return {
    look,
    simulators,
    control,
    until,
    events,
    setSetting,
    databaseUrl: testDatabase.url,
    appOptions,
    get url() {
      return app.url
    },
    /** A record as staff would type it into Zoho; nothing fires, the test decides what is told to whom. */
    async put(module: string, fields: Record<string, unknown> = {}): Promise<ZohoRecord> {
      const id = typeof fields.id === 'string' ? fields.id : nextId()
      return control('PUT', `/zoho/records/${module}/${id}?as=function`, { ...fields, id })
    },
    edit: (module: string, id: string, fields: Record<string, unknown>): Promise<ZohoRecord> =>
      control('PATCH', `/zoho/records/${module}/${id}?as=function`, fields),
    remove: (module: string, id: string): Promise<void> => control('DELETE', `/zoho/records/${module}/${id}?as=function`),
    recordNow: (module: string, id: string): Promise<ZohoRecord | undefined> => control('GET', `/zoho/records/${module}/${id}`),
    /** What the simulated Moodle holds, such as `courses`; `query` filters by fields. */
    async inMoodle<Row = Record<string, unknown>>(table: string, query = ''): Promise<Row[]> {
      return (await control<{ records: Row[] }>('GET', `/moodle/records/${table}?${query}`)).records
    },
    /** Installs our plugin over there. */
    installPlugin: (): Promise<void> => control('PATCH', '/moodle/settings', { plugin: true }),
    /** A student as staff would type it into Zoho; nothing fires, the test decides what is told to whom. */
    async student(fields: Record<string, unknown> = {}): Promise<Student> {
      const id = typeof fields.id === 'string' ? fields.id : nextId()
      const nr = id.slice(-6)
      return control('PUT', `/zoho/records/BTEC_Students/${id}?as=function`, {
        First_Name: 'Maya',
        Last_Name: `Haddad ${nr}`,
        Academic_Email: `maya.${nr}@college.example`,
        City: 'Amman',
        Country: 'Jordan',
        Status: 'Active',
        ...fields,
        id,
      })
    },
    editStudent: (id: string, fields: Record<string, unknown>): Promise<Student> =>
      control('PATCH', `/zoho/records/BTEC_Students/${id}?as=function`, fields),
    deleteStudent: (id: string): Promise<void> => control('DELETE', `/zoho/records/BTEC_Students/${id}?as=function`),
    /** A teacher, in the same way. */
    async teacher(fields: Record<string, unknown> = {}): Promise<ZohoRecord> {
      const id = typeof fields.id === 'string' ? fields.id : nextId()
      const nr = id.slice(-6)
      const teacher = { Name: `Omar Nasser ${nr}`, Academic_Email: `omar.${nr}@college.example`, ...fields, id }
      return control('PUT', `/zoho/records/BTEC_Teachers/${id}?as=function`, teacher)
    },
    studentNow: (id: string): Promise<Student | undefined> => control('GET', `/zoho/records/BTEC_Students/${id}`),
    account: (fields: Record<string, unknown>): Promise<Account> => control('PUT', '/moodle/records/users', fields),
    editAccount: (id: number, fields: Record<string, unknown>): Promise<Account> =>
      control('PATCH', `/moodle/records/users/${id}`, fields),
    deleteAccount: (id: number): Promise<void> => control('DELETE', `/moodle/records/users/${id}`),
    /** All accounts but those a Moodle is born with. */
    async accounts(): Promise<Account[]> {
      const { records } = await control<{ records: Account[] }>('GET', '/moodle/records/users')
      return records.filter(
        (user) => !['guest', 'admin', 'wsuser'].includes(user.username) && user.deleted !== true && user.deleted !== 1,
      )
    },
    async accountOf(idnumber: string): Promise<Account | undefined> {
      const { records } = await control<{ records: Account[] }>('GET', `/moodle/records/users?idnumber=${idnumber}`)
      return records[0]
    },
    async calls(system: 'zoho' | 'moodle', since = 0): Promise<OutsideCall[]> {
      const { calls } = await control<{ calls: OutsideCall[] }>('GET', `/calls?system=${system}&since=${since}`)
      return calls
    },
    async lastCall(): Promise<number> {
      const { lastSeq } = await control<{ lastSeq: number }>('GET', '/calls?since=999999999')
      return lastSeq
    },
    fault: (fault: Fault): Promise<void> => control('POST', '/faults', fault),
    clearFaults: (): Promise<void> => control('DELETE', '/faults'),

    /** Sends a signed event as Zoho's function would. @returns the answer of the door */
    async zohoSends(
      recordId: string,
      eventType = 'updated',
      eventId: string = randomUUID(),
      module: ZohoModule = 'BTEC_Students',
    ) {
      const body = JSON.stringify({
        event_id: eventId,
        event_type: eventType,
        module,
        record_id: recordId,
        timestamp: new Date().toISOString(),
      })
      const t = Math.floor(Date.now() / 1000)
      const v1 = createHmac('sha256', demoSecrets.ZOHO_WEBHOOK_SECRET).update(`${t}.${body}`).digest('hex')
      const answer = await fetch(`${app.url}/v1/events/zoho/${subjectOfModule[module]}`, {
        method: 'POST',
        body,
        headers: { 'x-zoho-signature': `t=${t},v1=${v1}` },
      })
      return {
        status: answer.status,
        body: (await answer.json()) as { status: string; event_id: string; reason?: string },
        eventId,
      }
    },
    event: async (eventId: string): Promise<EventRow | undefined> => (await events('event_id = $1', [eventId]))[0],
    /** The event once it has an answer. */
    settled: (eventId: string): Promise<EventRow> =>
      until(`the end of ${eventId}`, async () => (await events('event_id = $1 and status = any($2)', [eventId, SETTLED]))[0]),
    reaches: (eventId: string, status: string): Promise<EventRow> =>
      until(`${eventId} to be ${status}`, async () => (await events('event_id = $1 and status = $2', [eventId, status]))[0]),
    /** When no event is open any more. */
    quiet: (): Promise<true> =>
      until('quiet', async () => ((await events('status <> all($1)', [SETTLED])).length === 0 ? true : undefined), 60_000),
    async audit(subject: string) {
      const { rows } = await look.query('select * from moodle_sync_log where subject = $1 order by id', [subject])
      return rows as {
        system: string
        action: string
        outcome: string
        changes: Record<string, unknown>
        target: string
        reason: string
      }[]
    },
    async restart(): Promise<void> {
      await app.stop()
      app = await launch(appOptions)
    },
    /** Another process on the same database. */
    async secondProcess(launchIt = launch) {
      const other = await launchIt(appOptions)
      others.push(other)
      return other
    },
    async stop(): Promise<void> {
      await Promise.all([app, ...others].map((each) => each.stop()))
      const { calls } = await control<{ calls: OutsideCall[] }>('GET', '/calls?system=zoho')
      await simulators.stop()
      await look.end()
      await testDatabase.drop()
      // Whatever the journey was: what must stay in Zoho was not even asked for.
      refuseSensitiveFields(calls)
    },
  }
}
