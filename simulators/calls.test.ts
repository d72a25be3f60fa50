import { describe, expect, test } from 'vitest'
import { createCallList } from './calls.ts'

const call = (body: string | null = null) => ({
  at: '2026-11-24T06:00:00.000Z',
  system: 'moodle' as const,
  operation: 'core_user_create_users',
  method: 'POST',
  rawUrl: '/webservice/rest/server.php?wstoken=secret',
  rawBody: body === null ? null : Buffer.from(body),
  rows: { written: 0, found: 0 },
})

describe('the call list', () => {
  test('a reader who remembers the last number is told only what came after', () => {
    const calls = createCallList()
    calls.begin(call())
    calls.begin(call())
    const seen = calls.lastSeq()
    calls.begin(call())
    expect(calls.list({ since: seen }).map(({ seq }) => seq)).toEqual([3])
  })

  test('numbering goes on after the list was cleared', () => {
    const calls = createCallList()
    calls.begin(call())
    calls.clear()
    calls.begin(call())
    expect(calls.list().map(({ seq }) => seq)).toEqual([2])
  })

  test('only the newest calls are kept, by number and by weight', () => {
    const few = createCallList(3)
    for (let index = 0; index < 5000; index += 1) few.begin(call())
    expect(few.list().map(({ seq }) => seq)).toEqual([4998, 4999, 5000])

    const light = createCallList(1000, 2000)
    for (let index = 0; index < 10; index += 1) light.begin(call('x'.repeat(900)))
    expect(light.list().map(({ seq }) => seq)).toEqual([9, 10])
  })

  test.each([
    ['a token in a form', 'wstoken=abc123&wsfunction=x', 'wstoken=***&wsfunction=x'],
    ['a password of a user', 'users[0][password]=Geheim1!&users[0][id]=4', 'users[0][password]=***&users[0][id]=4'],
    ['an encoded one', 'users%5B0%5D%5Bpassword%5D=Geheim1!', 'users%5B0%5D%5Bpassword%5D=***'],
    ['a client secret in JSON', '{"client_secret":"a\\"bc","x":1}', '{"client_secret":"***","x":1}'],
    [
      'a refresh token in a multipart form',
      '--b\r\nContent-Disposition: form-data; name="refresh_token"\r\n\r\nabc\r\n--b--',
      '--b\r\nContent-Disposition: form-data; name="refresh_token"\r\n\r\n***\r\n--b--',
    ],
  ])('hides %s', (_what, sent, told) => {
    const calls = createCallList()
    calls.begin(call(sent))
    const [listed] = calls.list()
    expect(listed?.body).toBe(told)
    expect(listed?.url).toBe('/webservice/rest/server.php?wstoken=***')
  })
})
