import { programJourneys } from '../teaching-journeys.ts'
import { breakEachCall } from './each-call.ts'

await breakEachCall(['refuse', 'lose'], { journeys: programJourneys, prepare: async () => {} })
