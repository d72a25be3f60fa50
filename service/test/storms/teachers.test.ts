import { teacherJourneys } from '../teacher-journeys.ts'
import { breakEachCall } from './each-call.ts'

await breakEachCall(['refuse', 'lose'], { journeys: teacherJourneys, prepare: async () => {} })
