/** What PHP makes of a form: scalars are strings, brackets make arrays that keep the order of arrival. */
export type FormArray = Map<string, FormValue>
export type FormValue = string | FormArray

const MAX_NESTING = 64

/** Stands where bytes were no UTF-8. Half a surrogate pair cannot come out of sound bytes, so it marks nothing else. */
export const BROKEN_TEXT = '\udcff'

/**
 * Parses a query string or an urlencoded body as PHP does. Variables after the first `atMost` are dropped without a word:
 * that is how a real site loses the end of a batch (reference/moodle.md §0 fact 4).
 */
export function parseForm(text: string, atMost: number): FormArray {
  const form: FormArray = new Map()
  let count = 0
  for (const pair of text.split('&')) {
    if (pair === '') continue
    count += 1
    if (count > atMost) break
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1))
    assign(form, pathOf(name), value)
  }
  return form
}

/** `users[0][customfields][][type]` as a path; an empty step stands for PHP's "append". Undefined when PHP drops the variable. */
function pathOf(name: string): string[] | undefined {
  const trimmed = name.replace(/^ +/, '')
  const open = trimmed.indexOf('[')
  if (open === 0 || trimmed === '') return undefined
  const head = open === -1 ? trimmed : trimmed.slice(0, open)
  const path = [head.replaceAll(/[ .]/g, '_')]
  if (open === -1) return path

  let rest = trimmed.slice(open)
  while (rest.startsWith('[')) {
    const close = rest.indexOf(']')
    // A bracket that never closes is part of the name, its `[` written as `_`.
    if (close === -1) return path.length === 1 ? [`${path[0]}_${rest.slice(1).replaceAll(/[ .]/g, '_')}`] : path
    path.push(rest.slice(1, close))
    if (path.length > MAX_NESTING) return undefined
    rest = rest.slice(close + 1)
  }
  return path
}

function assign(form: FormArray, path: string[] | undefined, value: string): void {
  if (path === undefined) return
  let here = form
  for (const [depth, step] of path.entries()) {
    const key = step === '' && depth > 0 ? nextIndex(here) : step
    if (depth === path.length - 1) {
      here.set(key, value)
      return
    }
    const known = here.get(key)
    const below: FormArray = known instanceof Map ? known : new Map()
    if (known !== below) here.set(key, below)
    here = below
  }
}

function nextIndex(array: FormArray): string {
  let next = 0
  for (const key of array.keys()) if (/^(0|[1-9]\d*)$/.test(key)) next = Math.max(next, Number(key) + 1)
  return String(next)
}

/** PHP's urldecode: a `%` that starts no byte stays as it is, and bytes that are no UTF-8 become BROKEN_TEXT. */
function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) => utf8Of(Buffer.from(run.replaceAll('%', ''), 'hex')))
  }
}

function utf8Of(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? text.replaceAll('\ufffd', BROKEN_TEXT) : text
}
