import { nameOf, notUnderstood, unstorable } from './refusals.ts'

/** A hint is flat; what is nested deeper than this was made to hurt. */
const DEEPEST = 8

const utf8 = new TextDecoder('utf-8', { fatal: true })
/** In text that is JSON already: a string, or something that opens, closes or separates. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs

/**
 * JSON, more strictly than `JSON.parse`: a name that stands twice would mean one thing to us and another to whoever checked before us, and
 * NUL and half characters cannot be stored.
 * @throws RejectedError naming the field
 */
export function parseJson(body: Buffer): unknown {
  const text = decode(body)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw notUnderstood('body', 'JSON')
  }
  refuseDuplicates(text)
  // Raw ones are no JSON, or no UTF-8: only an escape can still bring one in.
  if (text.includes('\\u')) refuseUnstorable(value, [])
  return value
}

/** JSON or a form, told apart by how the body begins: Zoho's Content-Type is not documented. A form's values are texts. */
export function parseJsonOrForm(body: Buffer): unknown {
  const text = decode(body)
  if (/^\s*[[{"]/.test(text)) return parseJson(body)
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text.trim())) {
    if (fields.has(name)) throw notUnderstood(name, 'there only once')
    fields.set(name, value)
  }
  const form = Object.fromEntries(fields)
  refuseUnstorable(form, [])
  return form
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    throw notUnderstood('body', 'text in UTF-8')
  }
}

function refuseDuplicates(json: string): void {
  const open: (Set<string> | 'list')[] = []
  let last = ''
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : 'list')
      if (open.length > DEEPEST) throw notUnderstood('body', `JSON that is nested at most ${DEEPEST} deep`)
    } else if (token === '}' || token === ']') {
      open.pop()
    } else if (token === ':') {
      const names = open.at(-1)
      const name = JSON.parse(last) as string
      if (names instanceof Set) {
        if (names.has(name)) throw notUnderstood(name, 'there only once')
        names.add(name)
      }
    } else {
      last = token
    }
  }
}

function refuseUnstorable(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string' && !isStorable(value)) throw unstorable(nameOf(path))
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) throw unstorable(nameOf(path))
    refuseUnstorable(inner, [...path, key])
  }
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
