import { financeJourneys } from '../finance-journeys.ts'
import { breakEachCall } from './each-call.ts'

await breakEachCall(['refuse', 'lose'], { journeys: financeJourneys, prepare: (world) => world.installPlugin() })
