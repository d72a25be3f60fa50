import type { Exchange, Transport } from './exchange.ts'
import { namedThings } from './named-things.ts'

export type Target = { name: string; url: string; token: string; maxInputVars: number; hasPlugin: boolean }

const plainly: Transport = {
  method: 'POST',
  contentType: 'application/x-www-form-urlencoded',
  token: 'right',
  headers: {},
  format: 'json',
  bare: false,
  path: '/webservice/rest/server.php',
}

/** A site under test: sends exchanges, remembers the users they made, and tells answers apart from what is only this run's. */
export function visitSite(target: Target) {
  const now = Date.now()
  const run = `cf${now.toString(36)}`
  /** With three digits behind it, the id of a Zoho record. */
  const stamp = `5843${now}`
  const ids = new Map<string, number>()
  const things = namedThings(run)

  const send = async (form: string, transport: Transport): Promise<Response> => {
    const token = transport.token === 'right' ? target.token : transport.token
    const front = [
      ...(token === null ? [] : [`wstoken=${token}`]),
      ...(transport.format === null ? [] : [`moodlewsrestformat=${transport.format}`]),
    ]
    const whole = (transport.bare ? [form] : [...front, form]).join('&').replaceAll('TOKEN', target.token)
    const endpoint = `${target.url}${transport.path}`
    const headers = { 'content-type': transport.contentType, ...transport.headers }
    if (transport.method === 'GET') return fetch(`${endpoint}?${whole}`, { headers: transport.headers })
    return fetch(endpoint, { method: 'POST', headers, body: Buffer.from(whole, transport.bare ? 'latin1' : 'utf8') })
  }

  const filledIn = (form: string): string =>
    form
      .replaceAll('RUN', run)
      .replaceAll('NOWMS', String(now))
      .replaceAll('STAMP', stamp)
      .replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(ids.get(name) ?? things.idOf(name) ?? 0))

  const remember = (body: string): void => {
    for (const [, id] of body.matchAll(/"userid":(\d+),"status":"created"/g)) ids.set(`made ${id}`, Number(id))
    for (const [, id, username] of body.matchAll(/\{"id":(\d+),"username":"([^"]+)"/g)) {
      if (username?.startsWith(run) && !username.includes('@')) ids.set(username.slice(run.length), Number(id))
    }
  }

  /** Ids, times, host and the run's prefix become words, so that two sites can be compared. */
  const comparable = ({ about }: Exchange, body: string): string => {
    let text = body
      .replaceAll(target.url.replaceAll('/', '\\/'), 'SITE')
      .replaceAll(/boost\\\/core\\\/\d+/g, 'boost\\/core\\/REVISION')
      .replaceAll(/\.1\d{9}"/g, '.TIME"')
      .replaceAll(/"[0-9a-f]{32}"/g, '"MD5"')
      .replaceAll(/"[0-9a-f]{64}"/g, '"SHA256"')
      .replaceAll(/( with id )[1-9]\d{0,7}\b/g, '$1ID')
      .replaceAll(run, 'RUN')
      .replaceAll(stamp, 'STAMP')
    if (about !== undefined) return things.named(about, text, ids)
    text = text.replaceAll(/("userid":|\buser |used by )[1-9]\d{0,7}\b/g, '$1ID')
    for (const [name, id] of ids) text = text.replaceAll(new RegExp(`("(?:item)?id":)${id}\\b`, 'g'), `$1{${name}}`)
    return text
  }

  return {
    /** The answer as it can be compared; what it created is remembered. */
    async ask(exchange: Exchange): Promise<string> {
      const form = typeof exchange.form === 'string' ? exchange.form : exchange.form(target)
      const answer = await send(filledIn(form), { ...plainly, ...exchange.transport })
      const body = await answer.text()
      remember(body)
      if (exchange.about !== undefined) things.remember(exchange.about, body)
      const shown =
        exchange.view === 'types' ? JSON.stringify(typesOf(JSON.parse(body))) : comparable(exchange, rowsOf(exchange, body))
      return `${answer.status} ${answer.headers.get('content-type')} ${shown}`
    },

    /** Takes every user of this run away again. Categories, courses and cohorts stay: the service's role deletes none. */
    async cleanUp(): Promise<void> {
      for (const id of ids.values()) await send(`wsfunction=core_user_delete_users&userids[0]=${id}`, plainly)
    },
  }
}

export type Site = ReturnType<typeof visitSite>

/** Sorted by id where the order does not count. */
const rowsOf = ({ view }: Exchange, body: string): string =>
  view === 'unordered'
    ? JSON.stringify((JSON.parse(body) as { id: number }[]).sort((a, b) => a.id - b.id)).replaceAll('/', '\\/')
    : body

/** Member names with the types of their values; of a list, the first member stands for all. */
function typesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(typesOf)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, typesOf(member)]))
  }
  return typeof value
}
