import { configDefaults, defineConfig } from 'vitest/config'
import { onlyOnARealMoodle } from './vitest.moodle.config.ts'

const long = process.env.LONG === '1'

export default defineConfig({
  test: {
    include: ['{service,simulators,contract,scripts}/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      // A program of its own, with its own lock file.
      'simulators/zoho/sdk-proof/**',
      'bench/**',
      ...onlyOnARealMoodle,
      ...(long ? [] : ['service/test/**/*.long.test.ts']),
    ],
    globalSetup: ['service/test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: long ? 600_000 : 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['service/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportOnFailure: true,
      thresholds: { lines: 90 },
    },
  },
})
