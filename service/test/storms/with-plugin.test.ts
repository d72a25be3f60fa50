import { journeysThroughPlugin } from '../student-journeys.ts'
import { breakEachCall } from './each-call.ts'

// Where Moodle has our plugin, accounts go through its functions, which can be refused and lost as well.
await breakEachCall(['refuse', 'lose'], {
  journeys: journeysThroughPlugin,
  prepare: (world) => world.control('PATCH', '/moodle/settings', { plugin: true }),
})
