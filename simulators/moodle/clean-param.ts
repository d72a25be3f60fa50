import { BROKEN_TEXT } from './parse-form.ts'
import { authPlugins, languages } from './site.ts'

/** Moodle's PARAM types, as far as the user functions need them. */
export type ParamType =
  | 'int'
  | 'bool'
  | 'raw'
  | 'raw_trimmed'
  | 'text'
  | 'notags'
  | 'alpha'
  | 'alphanum'
  | 'alphanumext'
  | 'username'
  | 'timezone'
  | 'lang'
  | 'auth'
  | 'theme'
  | 'plugin'

const TIMEZONE = /^(([+-]?(0?[0-9](\.[5|0])?|1[0-3](\.0)?|1[0-2]\.5))|(99)|[a-zA-Z0-9]+(\/?[a-zA-Z_-])+)$/

const memberOf = (allowed: readonly string[]) => (value: string) => (allowed.includes(value) ? value : '')

/**
 * What Moodle's clean_param() leaves of a value. The web services refuse a value that cleaning would change, so most callers
 * only ask whether the result is the same.
 */
const cleaners: Record<ParamType, (value: string) => string> = {
  int: (value) => integerOf(value).toString(),
  bool: (value) => (['on', 'yes', 'true'].includes(value.toLowerCase()) || (value !== '' && value !== '0') ? '1' : '0'),
  raw: soundText,
  raw_trimmed: (value) => soundText(value).replace(/^[ \t\n\r\v]+|[ \t\n\r\v]+$/g, ''),
  text: (value) => stripTags(soundText(value)),
  notags: (value) => stripTags(soundText(value)),
  alpha: (value) => value.replaceAll(/[^a-zA-Z]/g, ''),
  alphanum: (value) => value.replaceAll(/[^a-zA-Z0-9]/g, ''),
  alphanumext: (value) => value.replaceAll(/[^a-zA-Z0-9_-]/g, ''),
  username: (value) =>
    soundText(value)
      .trim()
      .toLowerCase()
      .replaceAll(/[^-.@_a-z0-9]/g, ''),
  timezone: (value) => (TIMEZONE.test(value) ? value : ''),
  lang: memberOf(languages),
  auth: memberOf(authPlugins),
  theme: memberOf(['boost', 'classic']),
  plugin: (value) => (/^[a-z](?:[a-z0-9_](?!__))*[a-z0-9]+$/.test(value) ? value : ''),
}

export const cleanParam = (value: string, type: ParamType): string => cleaners[type](value)

/** PHP's (int): leading white space and a sign, then digits; anything else ends the number; too large stops at the edge of 64 bits. */
export function integerOf(value: string): bigint {
  const digits = /^[ \t\n\r\v\f]*([+-]?\d+)/.exec(value)?.[1]
  if (digits === undefined) return 0n
  const number = BigInt(digits.replace(/^\+/, ''))
  const edge = 2n ** 63n
  return number >= edge ? edge - 1n : number < -edge ? -edge : number
}

/** Moodle's fix_utf8(): drops NUL and bytes that are no UTF-8. */
function soundText(value: string): string {
  return value.replaceAll('\0', '').replaceAll(BROKEN_TEXT, '')
}

/** PHP's strip_tags: `<` before white space is text, any other `<` opens a tag that reaches to its `>` or to the end. */
function stripTags(value: string): string {
  if (!value.includes('<')) return value
  return value.replaceAll(/<(?![ \t\n\r\v\f])(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^>"'])*(?:>|$)/g, '')
}
