import { enrolmentsThroughPlugin } from '../enrolment-journeys.ts'
import { crashEverywhere } from './crash.ts'

// A new enrolment and one that ends, at each call to the outside and at the last line.
await crashEverywhere(
  enrolmentsThroughPlugin.filter((_, index) => index === 0 || index === 2),
  (points) =>
    points.filter(
      ({ label, when, nth }) =>
        nth === 1 && (/set_enrolments|PUT |outcome/.test(label) || (label.includes('settlement') && when === 'before')),
    ),
  (world) => world.installPlugin(),
)
