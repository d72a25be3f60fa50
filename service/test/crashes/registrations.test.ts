import { registrationJourneys } from '../registration-journeys.ts'
import { crashEverywhere } from './crash.ts'

// The journey with most calls, at each of them.
await crashEverywhere(
  registrationJourneys.slice(0, 1),
  (points) => points.filter(({ label, nth }) => nth === 1 && /cohort_(create|add)|set_registrations|PUT |settlement/.test(label)),
  (world) => world.installPlugin(),
)
