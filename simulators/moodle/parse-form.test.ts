import { describe, expect, test } from 'vitest'
import { BROKEN_TEXT, type FormValue, parseForm } from './parse-form.ts'

const plain = (value: FormValue): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, member]) => [`${key}`, plain(member)])) : value
const parsed = (text: string, atMost = 1000) => plain(parseForm(text, atMost))

describe('a form as PHP reads it', () => {
  test('brackets make lists in lists', () => {
    expect(parsed('users[0][customfields][0][type]=id&users[0][customfields][0][value]=1&x=2')).toEqual({
      users: { 0: { customfields: { 0: { type: 'id', value: '1' } } } },
      x: '2',
    })
  })

  test('encoded names and values are the same as plain ones', () => {
    expect(parsed('a%5Bb%5D=1+2%2B3%20%C3%A9')).toEqual({ a: { b: '1 2+3 é' } })
  })

  test('members keep the order of arrival, whatever their number', () => {
    const values = parseForm('v[7]=a&v[2]=b&v[]=c', 1000).get('v')
    expect(values instanceof Map ? [...values] : values).toEqual([
      ['7', 'a'],
      ['2', 'b'],
      ['8', 'c'],
    ])
  })

  test('the last one of a name counts', () => {
    expect(parsed('a=1&a=2&b[x]=1&b=3&c=1&c[x]=2')).toEqual({ a: '2', b: '3', c: { x: '2' } })
  })

  test('what comes after the limit is dropped, in the middle of a row if need be', () => {
    expect(parsed('u[0][a]=1&u[0][b]=2&u[1][a]=3&u[1][b]=4', 3)).toEqual({ u: { 0: { a: '1', b: '2' }, 1: { a: '3' } } })
  })

  test('odd names become what PHP makes of them', () => {
    expect(parsed('a.b c=1&[x]=2&d[e=3&=4&f')).toEqual({ a_b_c: '1', d_e: '3', f: '' })
  })

  test('a stray percent sign stays, broken bytes are marked', () => {
    expect(parsed('a=100%&b=%FF')).toEqual({ a: '100%', b: BROKEN_TEXT })
  })
})
