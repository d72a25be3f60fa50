import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const require = createRequire(import.meta.url)
const CRUISER = join(import.meta.dirname, '../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')

/** Every folder with programs in it. Those of later issues join by being there. */
const programs = ['contract', 'service', 'simulators', 'scripts', 'bench', 'admin', 'widget']

export type ImportRule = { name: string; comment: string }
export type Trespass = { rule: string; from: string; to: string }
export type Cruise = { modules: { file: string; imports: string[] }[]; trespasses: Trespass[] }

export const importRules: readonly ImportRule[] = (require('../.dependency-cruiser.cjs') as { forbidden: ImportRule[] }).forbidden

type Report = {
  modules: { source: string; dependencies: { resolved: string }[] }[]
  summary: { violations: { rule: { name: string }; from: string; to: string }[] }
}

/** Follows every import below `root` and says which of them cross a border that .dependency-cruiser.cjs draws. */
export async function cruise(root: string): Promise<Cruise> {
  const folders = programs.filter((folder) => existsSync(join(root, folder)))
  const { stdout } = await run(
    process.execPath,
    [CRUISER, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    { cwd: root, maxBuffer: 256 * 1024 * 1024 },
  ).catch((error: unknown) => {
    // It ends with the number of violations; the report is whole all the same.
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string' && error.stdout.startsWith('{')) {
      return { stdout: error.stdout }
    }
    throw error
  })
  const { modules, summary } = JSON.parse(stdout) as Report
  return {
    modules: modules.map(({ source, dependencies }) => ({
      file: source,
      imports: dependencies.map((dependency) => dependency.resolved),
    })),
    trespasses: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}
