import type { Step } from './run-step.ts'

/** What can be said without running the product: seconds, not minutes. */
export const checks: readonly Step[] = [
  { name: 'types', command: ['tsc', '--noEmit', '--project', '.'], limitMinutes: 10 },
  { name: 'format and lint', command: ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'], limitMinutes: 5 },
  { name: 'lint with types', command: ['oxlint', '--type-aware', '--deny-warnings', '--format=unix'], limitMinutes: 5 },
  { name: 'borders between folders', command: ['node', 'scripts/check-borders.ts'], limitMinutes: 5 },
  { name: 'nothing unused', command: ['knip', '--no-progress'], limitMinutes: 5 },
  { name: 'PHP that PHP can read', command: ['node', 'scripts/moodle/lint-php.ts'], limitMinutes: 5 },
  { name: 'Moodle’s coding style', command: ['phpcs', '--standard=moodle/phpcs.xml'], limitMinutes: 5 },
  { name: 'Moodle plugins agree', command: ['node', 'scripts/moodle/check-plugins.ts'], limitMinutes: 5 },
  { name: 'PHP without Moodle', command: ['node', 'scripts/moodle/test-pure-php.ts'], limitMinutes: 5 },
]

/** What the checks alone need of the machine. */
export const checkPreparations: readonly Step[] = [
  { name: 'what reads PHP', command: ['node', 'scripts/bring-from-debian.ts', '--programs'], limitMinutes: 15 },
]

/** Comes first: the rest would only fail in a less telling way. */
export const preparations: readonly Step[] = [
  { name: 'what Debian must bring', command: ['node', 'scripts/bring-from-debian.ts'], limitMinutes: 15 },
]

export const proofs: readonly Step[] = [
  { name: 'Zoho’s own SDK', command: ['node', 'scripts/prove-zoho-simulator.ts'], limitMinutes: 10 },
]

/** Its report tells how many tests there were. */
export const tests = (report: string, long: boolean): Step => ({
  name: long ? 'tests, long' : 'tests',
  command: ['vitest', 'run', '--coverage', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  limitMinutes: long ? 360 : 30,
})
