import { classJourneys } from '../teaching-journeys.ts'
import { breakEachCall } from './each-call.ts'

await breakEachCall(['refuse', 'lose'], { journeys: classJourneys, prepare: async () => {} })
