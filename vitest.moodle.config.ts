import { configDefaults, defineConfig } from 'vitest/config'

const FOLDER = 'simulators/moodle/plugin-conformance'

/** About pages, which the simulated Moodle does not have: what students see, and how teachers mark. */
export const onlyOnARealMoodle = [`${FOLDER}/{dashboard,marking}.test.ts`]

// npm run test:moodle: what the plugins' web services must answer, asked of a real Moodle when its address is given and of the simulated
// one otherwise. `npm test` asks the simulated one too.
export default defineConfig({
  test: {
    include: [`${FOLDER}/**/*.test.ts`],
    exclude: [...configDefaults.exclude, ...(process.env.CONFORMANCE_MOODLE_URL === undefined ? onlyOnARealMoodle : [])],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
