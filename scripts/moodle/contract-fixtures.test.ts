import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const SAMPLES = join(ROOT, 'contract/samples')
const LOCAL = join(ROOT, 'moodle/local')

const samples = (await readdir(SAMPLES, { recursive: true })).filter((file) => file.endsWith('.json'))
const fixtures = (await readdir(LOCAL, { recursive: true })).filter((file) => /\/tests\/fixtures\/.*\.json$/.test(file))
const copies = fixtures.flatMap((fixture) => {
  const sample = samples.find((each) => fixture.endsWith(`/fixtures/${each}`))
  return sample === undefined ? [] : [{ fixture, sample }]
})

// A plugin travels alone, so its tests bring their own copy of what both sides of the wire agreed on.
describe('the plugins’ copies of the contract', () => {
  it('hold the vectors of the signature', () => {
    expect(copies.map(({ sample }) => sample)).toContain('webhook-vectors.json')
  })

  it.each(copies)('$fixture is $sample', async ({ fixture, sample }) => {
    expect(await readFile(join(LOCAL, fixture), 'utf8')).toBe(await readFile(join(SAMPLES, sample), 'utf8'))
  })
})
