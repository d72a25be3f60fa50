import { unitJourneys } from '../teaching-journeys.ts'
import { breakEachCall } from './each-call.ts'

await breakEachCall(['refuse', 'lose'], { journeys: unitJourneys, prepare: (world) => world.installPlugin() })
