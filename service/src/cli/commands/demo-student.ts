import { createHmac, randomInt, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type EventStory, eventStory } from '../../../../contract/rest/event-story.ts'
import { columns } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { ask, type Demo } from './demo.ts'

const PATIENCE_MS = 30_000
const cities = ['Leeds', 'Lyon', 'Porto', 'Gdańsk', 'İzmir', 'Bergen', 'Graz', 'Tartu', 'Nablus', 'Sfax']
const active = ['Active', 'Registered', 'Approved']
/** The invented college has an impossible address on purpose: that student's event needs a person, which is another story. */
const ADDRESS = /^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$/
const settled = ['completed', 'skipped', 'failed', 'held', 'rehearsed']

type ZohoStudent = { id: string; First_Name: string; Last_Name: string; City: string | null; Status: string } & Record<
  string,
  unknown
>

/** Lets somebody move a student to another city in the simulated Zoho, sends the signed event, and follows it to Moodle. */
export async function demoStudentCommand(demo: Demo, out: Output): Promise<ExitCode> {
  const before = await someStudent(demo)
  const accountBefore = await accountOf(demo, before.id)
  const city = pick(cities.filter((name) => name !== before.City))
  // As a Deluge function would: it sets off no workflow, so that the event below is the only one.
  await ask<ZohoStudent>(`${demo.simulators}/__sim/zoho/records/BTEC_Students/${before.id}?as=function`, 'PATCH', { City: city })
  out.note(`Zoho: ${before.First_Name} ${before.Last_Name} moved from ${before.City ?? 'nowhere'} to ${city}.`)

  const eventId = `demo-${randomUUID()}`
  await sendSigned(demo, eventId, before.id)
  out.note('Sent the signed event; following it.')
  const story = await follow(demo, eventId)
  if (story === undefined) {
    out.answer({ event_id: eventId, settled: false }, () => [`The event has not settled within 30 s: events show ${eventId}`])
    return exit.needsAttention
  }

  const zoho = await ask<ZohoStudent>(`${demo.simulators}/__sim/zoho/records/BTEC_Students/${before.id}`)
  const moodle = await accountOf(demo, before.id)
  const was = { zoho: before, moodle: accountBefore ?? null }
  out.answer({ event: story, before: was, zoho, moodle: moodle ?? null }, () => [
    '',
    `${story.status}: ${story.verdict?.what ?? ''}`,
    '',
    ...bothSides([before, zoho], [accountBefore, moodle]),
    '',
    `The whole story: events show ${story.id}`,
  ])
  return story.status === 'completed' ? exit.done : exit.needsAttention
}

async function someStudent({ simulators }: Demo): Promise<ZohoStudent> {
  const { records } = await ask<{ records: ZohoStudent[] }>(`${simulators}/__sim/zoho/records/BTEC_Students`)
  const fit = records.filter(
    ({ Status, Academic_Email }) => active.includes(Status) && typeof Academic_Email === 'string' && ADDRESS.test(Academic_Email),
  )
  if (fit.length === 0) throw new Error('The simulated Zoho has no active student with a valid academic e-mail')
  return pick(fit)
}

async function accountOf({ simulators }: Demo, idnumber: string): Promise<Record<string, unknown> | undefined> {
  const { records } = await ask<{ records: Record<string, unknown>[] }>(
    `${simulators}/__sim/moodle/records/users?idnumber=${idnumber}`,
  )
  return records.find(({ deleted }) => deleted !== true)
}

async function sendSigned({ url, webhookSecret }: Demo, eventId: string, recordId: string): Promise<void> {
  const body = JSON.stringify({
    event_id: eventId,
    event_type: 'updated',
    module: 'BTEC_Students',
    record_id: recordId,
    timestamp: new Date().toISOString(),
  })
  const seconds = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', webhookSecret).update(`${seconds}.${body}`).digest('hex')
  await ask(`${url}/v1/events/zoho/student`, 'POST', body, { 'x-zoho-signature': `t=${seconds},v1=${signature}` })
}

async function follow({ url, apiKey }: Demo, eventId: string): Promise<EventStory | undefined> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(100)) {
    const story = eventStory.parse(
      await ask(`${url}/v1/events/${eventId}`, 'GET', undefined, { authorization: `Bearer ${apiKey}` }),
    )
    if (settled.includes(story.status)) return story
  }
  return undefined
}

const sides: readonly [string, string, string][] = [
  ['First name', 'First_Name', 'firstname'],
  ['Last name', 'Last_Name', 'lastname'],
  ['E-mail', 'Academic_Email', 'email'],
  ['City', 'City', 'city'],
  ['Country', 'Country', 'country'],
  ['Zoho id', 'id', 'idnumber'],
  ['Moodle id', 'Student_Moodle_ID', 'id'],
]

type Fields = Record<string, unknown> | undefined
type BeforeAndAfter = readonly [before: Fields, after: Fields]

const bothSides = (zoho: BeforeAndAfter, moodle: BeforeAndAfter): string[] =>
  columns([['', 'Zoho', 'Moodle'], ...sides.map(([name, field, ours]) => [name, shown(zoho, field), shown(moodle, ours)])])

/** `Istanbul → Leeds`, or the value alone where nothing changed. */
function shown([before, after]: BeforeAndAfter, field: string): string {
  const was = asText(before?.[field])
  const is = asText(after?.[field])
  return was === is ? is : `${was === '' ? '(empty)' : was} → ${is === '' ? '(empty)' : is}`
}

function pick<T>(values: readonly T[]): T {
  const value = values[randomInt(values.length)]
  if (value === undefined) throw new RangeError('Nothing to pick from')
  return value
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value))
