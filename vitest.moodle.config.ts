import { defineConfig } from 'vitest/config'

// npm run test:moodle: what the plugins' web services must answer, asked of a real Moodle. It needs the site's address, so `npm test` leaves it out.
export default defineConfig({
  test: {
    include: ['simulators/moodle/plugin-conformance/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
