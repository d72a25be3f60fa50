import fc from 'fast-check'
import { moodleUser, secrets, signatureOf, student } from './open-door.ts'

export type Request = { url: string; headers: Record<string, string>; payload: Buffer }

const zohoToken = secrets.zoho.tokens[0] ?? ''
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom('__proto__', 'constructor', `\${x}`, '\u0000', '\ud800'),
)
const junk = fc.oneof(
  hostile,
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.boolean(),
  fc.array(hostile, { maxLength: 3 }),
  fc.dictionary(hostile, hostile, { maxKeys: 3 }),
)

type Hint = Record<string, unknown>
/** Changes a good hint so that it cannot be one any more. */
const spoil = (good: Hint): fc.Arbitrary<Hint> => {
  const names = Object.keys(good)
  const strange = hostile.filter((name) => !names.includes(name))
  return fc.oneof(
    fc
      .constantFrom('\0', '\ud800', '\udc00x', `\${id}`)
      .map((bad) => ({ ...good, [names.find((name) => name.endsWith('_id')) ?? '']: `5847596000000123456${bad}` })),
    fc.tuple(strange, junk).map(([name, value]) => ({ ...good, ...Object.fromEntries([[name, value]]) })),
    fc.constantFrom(...names).map((name) => Object.fromEntries(Object.entries(good).filter(([other]) => other !== name))),
    fc
      .tuple(fc.constantFrom(...names), junk)
      // Free text and a free number are the two that junk may hit by chance.
      .filter(
        ([name, value]) =>
          !(name === 'event_id' && typeof value === 'string') &&
          !(typeof value === 'number' && value >= 0 && Number.isInteger(value)),
      )
      .map(([name, value]) => ({ ...good, [name]: value })),
  )
}

/** Changes the bytes of a body so that it is no JSON, or ambiguous JSON. */
const mangle = (text: string): fc.Arbitrary<Buffer> =>
  fc.oneof(
    fc.nat({ max: text.length - 1 }).map((length) => Buffer.from(text.slice(0, length))),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.from('{'), bytes, Buffer.from([0xff])])),
    fc.constant(Buffer.from(`${text.slice(0, -1)},${text.slice(1)}`)),
    fc.string({ maxLength: 200 }).map((tail) => Buffer.from(`${text}${tail}}`)),
    fc.nat({ max: 20_000 }).map((depth) => Buffer.from('['.repeat(depth + 9))),
  )

const good = fc.constantFrom(
  { system: 'zoho' as const, url: '/v1/events/zoho/student', hint: student() },
  { system: 'moodle' as const, url: '/v1/events/moodle/user', hint: moodleUser() },
)

/** Rightly signed, and yet no hint. */
const signedNonsense: fc.Arbitrary<Request> = good
  .chain(({ system, url, hint }) =>
    fc
      .oneof(
        spoil(hint).map((body) => Buffer.from(JSON.stringify(body))),
        mangle(JSON.stringify(hint)),
      )
      .map((payload) => ({ system, url, payload })),
  )
  .map(({ system, url, payload }) => ({
    url,
    payload,
    headers: { [`x-${system}-signature`]: signatureOf(secrets[system].secrets[0] ?? '', payload) },
  }))

const workflow: Hint = { module: 'BTEC_Students', zoho_id: '5847596000000123456' }
const toForm = (hint: Hint) =>
  Buffer.from(
    new URLSearchParams(Object.entries(hint).map(([name, value]): [string, string] => [name, String(value)])).toString(),
  )

/** With the right token, and yet no hint; JSON or form, whatever it calls itself. */
const tokenNonsense: fc.Arbitrary<Request> = fc
  .tuple(
    fc.oneof(
      spoil(workflow).map((body) => Buffer.from(JSON.stringify(body))),
      mangle(JSON.stringify(workflow)),
      fc.constantFrom('module', 'zoho_id').map((name) => toForm({ ...workflow, [name]: undefined })),
      hostile
        .filter((name) => name !== 'event_type' && !(name in workflow))
        .map((name) => toForm({ ...workflow, ...Object.fromEntries([[name, 'x']]) })),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    ),
    fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'nonsense',
      'text/',
    ),
  )
  .map(([payload, type]) => ({
    url: '/v1/events/zoho/student',
    payload,
    headers: { 'x-campusbridge-token': zohoToken, 'content-type': type },
  }))

const headerText = fc.stringMatching(/^[\x20-\x7e]{0,80}$/)

/** A good hint, proved wrongly. */
const wrongProof: fc.Arbitrary<Request> = fc
  .tuple(
    good,
    fc.dictionary(
      fc.constantFrom(
        'x-zoho-signature',
        'x-moodle-signature',
        'webhook-id',
        'webhook-timestamp',
        'webhook-signature',
        'x-campusbridge-token',
        'content-encoding',
        'content-type',
      ),
      fc.oneof(
        headerText,
        fc.constantFrom('t=1,v1=', `t=${2 ** 53},v1=${'0'.repeat(64)}`, 'v1,', 'v1,AA== v1,', '0', '-1', 'NaN'),
      ),
    ),
    fc.constantFrom('', '/t/default', '/t/nobody', '/t/%2e%2e', '/t/__proto__'),
  )
  .map(([{ url, hint }, headers, below]) => ({
    url: url.replace('/v1', `/v1${below}`),
    headers,
    payload: Buffer.from(JSON.stringify(hint)),
  }))

/** Anything to anywhere. */
const noise: fc.Arbitrary<Request> = fc
  .tuple(fc.stringMatching(/^[!-~]{0,60}$/), fc.uint8Array({ maxLength: 300 }), headerText)
  .map(([path, bytes, header]) => ({
    url: `/v1/events/${path.replaceAll('\\', '')}`,
    headers: { 'x-zoho-signature': header, 'x-moodle-signature': header },
    payload: Buffer.from(bytes),
  }))

/** Requests of which none may come to anything. */
export const malformed: fc.Arbitrary<Request> = fc.oneof(
  { arbitrary: signedNonsense, weight: 5 },
  { arbitrary: tokenNonsense, weight: 3 },
  { arbitrary: wrongProof, weight: 2 },
  { arbitrary: noise, weight: 1 },
)
