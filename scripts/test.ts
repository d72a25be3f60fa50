// npm test: every check and test there is, in order, all of them even when one fails.
//   --static   only what needs no running product (npm run check)
//   --verbose  what each step says while it says it; otherwise only what a failed one said
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { variables } from '../service/src/config/variables.ts'
import { runStep, type Step } from './run-step.ts'
import { checkPreparations, checks, preparations, proofs, tests } from './steps.ts'
import { readTestReport, type TestCounts } from './test-report.ts'

const { values: options } = parseArgs({ options: { static: { type: 'boolean' }, verbose: { type: 'boolean' } } })

// Whoever keeps the address of a real college in the shell must not lend it to the tests.
const environment = { ...process.env }
for (const name of Object.keys(variables)) delete environment[name]

const total: TestCounts = { passed: 0, failed: 0 }

async function run(step: Step, report?: string): Promise<void> {
  const name = step.name.padEnd(26)
  process.stdout.write(options.verbose === true ? `${name}\n` : name)
  const { ok, output, seconds } = await runStep(
    step,
    environment,
    (text) => options.verbose === true && process.stdout.write(text),
  )
  const counts = report === undefined ? undefined : await readTestReport(report)
  const note = counts === undefined ? '' : `  ${counts.passed} passed, ${counts.failed} failed`
  console.log(`${options.verbose === true ? name : ''}${ok ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s${note}`)
  if (!ok && options.verbose !== true) console.log(`${output.replaceAll(/^/gm, '  | ')}\n`)

  total.passed += (ok ? 1 : 0) + (counts?.passed ?? 0)
  // A run whose tests failed is told by them; one that failed without (too little covered, a file that does not load) by itself.
  total.failed += counts !== undefined && counts.failed > 0 ? counts.failed : ok ? 0 : 1
}

if (options.static === true) {
  for (const step of [...checkPreparations, ...checks]) await run(step)
} else {
  const folder = await mkdtemp(join(tmpdir(), 'campusbridge-report-'))
  const report = join(folder, 'tests.json')
  for (const step of [...preparations, ...checks, ...proofs]) await run(step)
  await run(tests(report, process.env.LONG === '1'), report)
  await rm(folder, { recursive: true })
}

console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
