import { registrationJourneys } from '../registration-journeys.ts'
import { breakEachCall } from './each-call.ts'

await breakEachCall(['refuse', 'lose'], { journeys: registrationJourneys, prepare: (world) => world.installPlugin() })
