import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Addresses } from '../service/src/connections/connections.ts'

export type Call = {
  seq: number
  /** When it arrived. */
  at: string
  system: 'zoho' | 'moodle'
  operation: string
  method: string
  url: string
  /** Null where there was none. */
  body: string | null
  status: number | null
  ms: number | null
}

export type Pace = {
  system: 'zoho' | 'moodle'
  perCallMs: number
  perRowWrittenMs?: number
  perRowFoundMs?: number
  servedAtOnce?: number
}

export type Student = { id: string; Last_Name: string; Academic_Email: string }

export type College = {
  addresses: Addresses
  control<T>(method: string, path: string, body?: unknown): Promise<T>
  /** Nobody is there any more, and nothing is slow. */
  empty(): Promise<void>
  pace(pace: Pace): Promise<void>
  /** Students as staff would type them into Zoho; no webhook fires. */
  enrol(howMany: number): Promise<Student[]>
  edit(id: string, fields: Record<string, unknown>): Promise<void>
  lastCall(): Promise<number>
  calls(since: number): Promise<Call[]>
  /** The accounts that somebody made. */
  accounts(): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
}

/** The simulators in a process of their own, with nobody in them. */
export async function startCollege(): Promise<College> {
  const file = fileURLToPath(new URL('../simulators/main.ts', import.meta.url))
  const child = spawn(process.execPath, [file, '--port', '0', '--seed', 'empty', '--until-stdin-closes'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const { url, zoho, moodle } = await whereItIs(child)

  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/__sim${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} → ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  let enrolled = 0
  const enrolOne = async (nr: number): Promise<Student> => {
    const student = {
      id: `5847596000000${String(nr).padStart(6, '0')}`,
      First_Name: 'Maya',
      Last_Name: `Haddad ${nr}`,
      Academic_Email: `maya.${nr}@college.example`,
      City: 'Amman',
      Country: 'Jordan',
      Status: 'Active',
    }
    await control('PUT', `/zoho/records/BTEC_Students/${student.id}?as=function`, student)
    return student
  }

  return {
    control,
    addresses: {
      zoho: {
        accountsUrl: zoho.origin,
        apiUrl: zoho.origin,
        clientId: zoho.clientId,
        clientSecret: zoho.clientSecret,
        refreshToken: zoho.refreshToken,
      },
      moodle,
    },
    empty: () => control('POST', '/reset', { seed: 'empty' }),
    pace: (pace) => control('PUT', '/pace', pace),
    async enrol(howMany) {
      const students: Student[] = []
      for (let nth = 0; nth < howMany; nth++) students.push(await enrolOne(++enrolled))
      return students
    },
    edit: (id, fields) => control('PATCH', `/zoho/records/BTEC_Students/${id}?as=function`, fields),
    lastCall: async () => (await control<{ lastSeq: number }>('GET', '/calls?since=999999999')).lastSeq,
    calls: async (since) => (await control<{ calls: Call[] }>('GET', `/calls?since=${since}`)).calls,
    async accounts() {
      const { records } = await control<{ records: Record<string, unknown>[] }>('GET', '/moodle/records/users?limit=100000')
      return records.filter(({ username }) => !['guest', 'admin', 'wsuser'].includes(String(username)))
    },
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

type Place = {
  url: string
  zoho: { origin: string; clientId: string; clientSecret: string; refreshToken: string }
  moodle: { url: string; token: string }
}

async function whereItIs(child: ChildProcess): Promise<Place> {
  if (child.stdout === null) throw new Error('The simulators have no output')
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Place
  throw new Error('The simulators ended before they were ready')
}
