import { journeysThroughPlugin } from '../student-journeys.ts'
import { crashEverywhere } from './crash.ts'

// Where Moodle has our plugin: the boundaries that are not in the other journeys.
await crashEverywhere(
  journeysThroughPlugin.slice(0, 2),
  (points) => points.filter(({ label }) => label.includes('upsert_users')),
  (world) => world.control('PATCH', '/moodle/settings', { plugin: true }),
)
