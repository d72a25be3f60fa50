import { readFile } from 'node:fs/promises'

export type TestCounts = { passed: number; failed: number }

/** What vitest's report counts. Without a report, because the run broke off, nothing is known to have passed. */
export async function readTestReport(path: string): Promise<TestCounts> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}'
    throw error
  })
  const { numPassedTests = 0, numFailedTests = 0 } = JSON.parse(text) as { numPassedTests?: number; numFailedTests?: number }
  return { passed: numPassedTests, failed: numFailedTests }
}
