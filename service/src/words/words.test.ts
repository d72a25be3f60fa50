import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import catalogue from '../../../contract/words/en.json' with { type: 'json' }
import { type Code, codes } from '../domain/codes.ts'
import { say, sayInOneLine, type Words } from './words.ts'

const entries = Object.entries(catalogue) as [Code, Words][]
const namesIn = (words: Words): Set<string> =>
  new Set(
    [
      ...Object.values(words)
        .join(' ')
        .matchAll(/\{(\w+)\}/g),
    ].map(([, name = '']) => name),
  )
const paramsOf = (code: Code): readonly string[] => codes[code].params

/** Parameters that say nothing to people; they are kept for machines. */
const saidToNobody: Partial<Record<Code, readonly string[]>> = {}

describe('the words of every code', () => {
  it('stand in the catalogue, and the catalogue knows no other code', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(codes).sort())
  })

  it.each(entries)('%s says what happened, in four texts at most and without a stray brace', (_, words) => {
    expect(Object.keys(words)).toEqual(['what', 'why', 'todo', 'safe'])
    expect(words.what).not.toBe('')
    expect(words.todo).not.toBe('')
    for (const text of Object.values(words)) {
      expect(text).toBe(text.trim())
      expect(text.replaceAll(/\{\w+\}/g, 'x')).not.toMatch(/[{}]| {2}/)
      // A text that is one parameter alone is a whole sentence already.
      if (text !== '' && !/^\{\w+\}$/.test(text)) expect(text).toMatch(/[.?]$/)
    }
  })

  it.each(entries)('%s names every parameter it has and no other', (code, words) => {
    const unsaid = saidToNobody[code] ?? []
    expect([...namesIn(words), ...unsaid].sort()).toEqual([...paramsOf(code)].sort())
  })

  it.each(entries.filter(([code]) => paramsOf(code).includes('note')))('%s leaves no gap for an empty note', (code) => {
    const filled = Object.fromEntries(paramsOf(code).map((name) => [name, name === 'note' ? '' : 'city']))
    const line = sayInOneLine(code, filled)
    expect(line).not.toMatch(/ {2}|^ | $|[<>]/)
  })

  it('are never the same for two codes', () => {
    const first = new Map<string, Code>()
    for (const [code, { what }] of entries) {
      expect([code, first.get(what)]).toEqual([code, undefined])
      first.set(what, code)
    }
  })

  it('are rendered with the names of the records', () => {
    const { what, why } = say('student.suspended', { user: 42, status: 'Withdraw' })
    expect(what).toBe('Suspended Moodle user 42.')
    expect(why).toContain('“Withdraw”')
  })

  it('show a forgotten parameter by its name rather than as nothing', () => {
    expect(say('student.suspended', { status: 'Withdraw' }).what).toContain('<user>')
  })
})

/** Where a code stands: in an error, in a verdict, in what renders one. */
const beforeACode = [
  String.raw`new (?:Rejected|RetryLater|NeedsAttention)Error\(`,
  String.raw`new SystemHeldError\([^,()]+,`,
  String.raw`\b(?:completed|completedButLook|skipped|rehearsed|needsAttention|say|sayInOneLine|problemOf|super)\(`,
  String.raw`\b(?:waiting|held)\((?:'[^']*'|\w+(?:\([^()]*\))?),`,
].join('|')
const passedAsCode = new RegExp(String.raw`(?:${beforeACode})\s*'([a-z_]+\.[a-z_]+)'`, 'g')

describe('the codes in the source', () => {
  const folder = new URL('../', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && path !== 'domain/codes.ts')
    .map((path) => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }))
  const everything = sources.map(({ text }) => text).join('\n')

  it('are every code there is: none has words that nobody says', () => {
    expect(Object.keys(codes).filter((code) => !everything.includes(`'${code}'`))).toEqual([])
  })

  it('all exist', () => {
    const passed = sources.flatMap(({ path, text }) =>
      [...text.matchAll(passedAsCode)].map(([, literal = '']) => ({ literal, path })),
    )
    expect(passed.length).toBeGreaterThan(50)
    expect(passed.filter(({ literal }) => !Object.hasOwn(codes, literal))).toEqual([])
  })
})
