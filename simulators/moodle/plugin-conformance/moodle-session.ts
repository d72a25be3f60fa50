import { controlsOf, type Form } from './moodle-form.ts'
import { address } from './plugin-site.ts'

/** Somebody who is logged in, as a browser is: with pages and forms, and the calls that the pages' own JavaScript makes. */
export type Session = {
  /** The HTML of a page, such as "/course/modedit.php?add=assign". */
  page: (path: string) => Promise<string>
  /** Sends a form and follows where it leads; answers the address arrived at and the page there. */
  submit: (path: string, form: Form) => Promise<Page>
  /** Calls a function that pages may call. Throws what Moodle says where it refuses. */
  ajax: <Answer>(name: string, parameters: object) => Promise<Answer>
}

export type Page = { address: string; html: string }

type AjaxAnswer = { error: boolean; data?: unknown; exception?: { errorcode: string; message: string } }

const MOST_REDIRECTS = 10

/** Logs in with a password that Moodle keeps. */
export async function logIn(username: string, password: string): Promise<Session> {
  const visit = visitor()
  const form = controlsOf((await visit('/login/index.php')).html, 'logintoken')
  const arrived = await visit('/login/index.php', { ...form, username, password })
  const sesskey = /"sesskey":"(\w+)"/.exec(arrived.html)?.[1]
  if (sesskey === undefined || arrived.address.includes('/login/index.php')) {
    throw new Error(`${username} could not log in: ${arrived.address}`)
  }
  return {
    page: async (path) => (await visit(path)).html,
    submit: visit,
    ajax: (name, parameters) => callFromPage(visit, `/lib/ajax/service.php?sesskey=${sesskey}`, name, parameters),
  }
}

/** Calls a function as a page does that nobody is logged in to. */
export function ajaxOfNobody<Answer>(name: string, parameters: object, script = 'service-nologin.php'): Promise<Answer> {
  return callFromPage(visitor(), `/lib/ajax/${script}`, name, parameters)
}

type Visit = (path: string, body?: Form | string) => Promise<Page>

async function callFromPage<Answer>(visit: Visit, path: string, name: string, args: object): Promise<Answer> {
  const { html } = await visit(path, JSON.stringify([{ index: 0, methodname: name, args }]))
  const answers = JSON.parse(html) as AjaxAnswer[] | { errorcode: string; error: string }
  // Where the session itself is refused there is no answer per call.
  const answer = Array.isArray(answers) ? answers[0] : { error: true, exception: { ...answers, message: answers.error } }
  if (answer === undefined || answer.error) {
    throw new Error(`${name}: ${answer?.exception?.errorcode} ${answer?.exception?.message}`)
  }
  return answer.data as Answer
}

/** Keeps cookies and follows redirects. A text is sent as JSON, anything else as a form. */
function visitor(): Visit {
  const cookies = new Map<string, string>()
  return async (path, body) => {
    let url = new URL(path, address())
    let request: RequestInit =
      body === undefined
        ? {}
        : typeof body === 'string'
          ? { method: 'POST', body, headers: { 'content-type': 'application/json' } }
          : { method: 'POST', body: new URLSearchParams(body) }
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(url, { ...request, redirect: 'manual', headers: { ...request.headers, cookie } })
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
        cookies.set(name, value)
      }
      const location = answer.headers.get('location')
      const html = await answer.text()
      if (location === null) return { address: url.href, html }
      url = new URL(location, url)
      request = {}
    }
    throw new Error(`${path}: more than ${MOST_REDIRECTS} redirects`)
  }
}
