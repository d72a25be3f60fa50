import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { houseRules } from './house-rules.ts'
import { type Cruise, cruise, importRules } from './import-rules.ts'
import { inspectHouse, NAMELESS, type Objection } from './inspect-house.ts'
import { houseTrespasses, importTrespasses, innocents } from './trespasses.ts'

const ROOT = join(import.meta.dirname, '..')

/** A copy of the tree with every trespass in it, so that the rules are tried on the folders as they are today. */
let planted: string
let walked: Cruise
let objections: Objection[]

beforeAll(async () => {
  planted = await mkdtemp(join(tmpdir(), 'campusbridge-trespass-'))
  const copied = ['contract', 'service', 'simulators', 'tsconfig.json', 'package.json', '.dependency-cruiser.cjs']
  await Promise.all(copied.map((each) => cp(join(ROOT, each), join(planted, each), { recursive: true, filter: isOurs })))
  await symlink(join(ROOT, 'node_modules'), join(planted, 'node_modules'))
  for (const { file, text } of [...importTrespasses, ...houseTrespasses, ...innocents]) {
    await mkdir(dirname(join(planted, file)), { recursive: true })
    await writeFile(join(planted, file), `${text}\n`)
  }
  ;[walked, objections] = await Promise.all([cruise(planted), inspectHouse(planted)])
}, 120_000)

afterAll(() => rm(planted, { recursive: true, force: true }))

const rulesAgainst = (file: string): Set<string> =>
  new Set(walked.trespasses.filter(({ from }) => from === file).map(({ rule }) => rule))
const houseRulesAgainst = (file: string): Set<string> =>
  new Set(objections.filter(({ where }) => where.startsWith(`${file}:`) || where === dirname(file)).map(({ rule }) => rule))

describe('the borders between the folders', () => {
  it('are seen at all: every TypeScript file is read, and what it imports', async () => {
    const { modules } = await cruise(ROOT)
    const seen = new Set(modules.map(({ file }) => file))
    const programs = await Promise.all(['contract', 'service', 'simulators', 'scripts'].map(typeScriptIn))

    expect(programs.flat().filter((file) => !seen.has(file))).toEqual([])
    expect(modules.find(({ file }) => file === 'service/src/flows/flow.ts')?.imports).toContain('service/src/ports/zoho.ts')
  }, 120_000)

  it('each have somebody here who crosses them', () => {
    const rules = [...importRules, ...houseRules, NAMELESS].map(({ name }) => name)
    expect(new Set([...importTrespasses, ...houseTrespasses].map(({ rule }) => rule))).toEqual(new Set(rules))
  })

  it.each(importTrespasses)('$rule objects to $file, and nothing else does', ({ rule, file }) => {
    expect(rulesAgainst(file)).toEqual(new Set([rule]))
  })

  it.each(houseTrespasses)('$rule objects to $file, and nothing else does', ({ rule, file }) => {
    expect(houseRulesAgainst(file)).toEqual(new Set([rule]))
  })

  it.each(innocents)('nobody objects to $file', ({ file }) => {
    expect([...rulesAgainst(file), ...houseRulesAgainst(file)]).toEqual([])
  })
})

function isOurs(path: string): boolean {
  return !/(^|\/)(node_modules|sdk-proof)(\/|$)/.test(path)
}

async function typeScriptIn(folder: string): Promise<string[]> {
  const files = await readdir(join(ROOT, folder), { recursive: true })
  return files.filter((file) => file.endsWith('.ts') && isOurs(file)).map((file) => `${folder}/${file}`)
}
