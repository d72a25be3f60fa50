import { studentJourneys } from '../student-journeys.ts'
import { crashEverywhere } from './crash.ts'

await crashEverywhere(studentJourneys, (points) => points)
