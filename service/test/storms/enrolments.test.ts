import { enrolmentJourneys, inAmman } from '../enrolment-journeys.ts'
import { breakEachCall } from './each-call.ts'

await breakEachCall(['refuse', 'lose'], { journeys: enrolmentJourneys, prepare: inAmman })
