import type { Addresses } from '../service/src/connections/connections.ts'
import type { CollegeSize } from '../simulators/generated-college.ts'
import { startChild } from './child.ts'
import type { CollegeQuestion } from './college-process.ts'

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
  /** A whole college beside what is there: programmes, units, teachers, students, classes, enrolments, registrations, payments. No webhook fires. */
  fill(size: CollegeSize): Promise<number>
  /** The records of a module of Zoho with these fields only, however many there are. */
  read(module: string, fields: string[]): Promise<Record<string, unknown>[]>
  edit(id: string, fields: Record<string, unknown>): Promise<void>
  lastCall(): Promise<number>
  calls(since: number): Promise<Call[]>
  /** The accounts that somebody made. */
  accounts(): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
}

/** Enough for 100,000 students with all that belongs to them. */
const HEAP_MB = 6144

/** The simulators in a process of their own, with nobody in them. */
export async function startCollege(): Promise<College> {
  const simulators = await startChild<Place>(new URL('./college-process.ts', import.meta.url), null, {
    nodeOptions: [`--max-old-space-size=${HEAP_MB}`],
  })
  const { url, zoho, moodle } = simulators.ready
  const ask = <Answer>(question: CollegeQuestion): Promise<Answer> => simulators.ask<Answer>(question)

  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/__sim${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} → ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  let enrolled = 0
  const newStudent = (nr: number): Student & Record<string, unknown> => ({
    id: `5847596000000${String(nr).padStart(6, '0')}`,
    First_Name: 'Maya',
    Last_Name: `Haddad ${nr}`,
    Academic_Email: `maya.${nr}@college.example`,
    City: 'Amman',
    Country: 'Jordan',
    Status: 'Active',
  })

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
      const students = Array.from({ length: howMany }, () => newStudent(++enrolled))
      await ask({ enter: ['BTEC_Students', students] })
      return students
    },
    fill: (size) => ask({ generate: size }),
    read: (module, fields) => ask({ read: { module, fields } }),
    edit: (id, fields) => control('PATCH', `/zoho/records/BTEC_Students/${id}?as=function`, fields),
    lastCall: async () => (await control<{ lastSeq: number }>('GET', '/calls?since=999999999')).lastSeq,
    calls: async (since) => (await control<{ calls: Call[] }>('GET', `/calls?since=${since}`)).calls,
    async accounts() {
      const { records } = await control<{ records: Record<string, unknown>[] }>('GET', '/moodle/records/users?limit=100000')
      return records.filter(({ username }) => !['guest', 'admin', 'wsuser'].includes(String(username)))
    },
    stop: () => simulators.stop(),
  }
}

type Place = {
  url: string
  zoho: { origin: string; clientId: string; clientSecret: string; refreshToken: string }
  moodle: { url: string; token: string }
}
