import { financeJourneys } from '../finance-journeys.ts'
import { crashEverywhere } from './crash.ts'

// Around every call that changes something, and the commits of the run that makes them.
await crashEverywhere(
  financeJourneys.slice(0, 2),
  (points) =>
    points.filter(
      ({ label, when }) =>
        label.includes('set_finance') || label.includes('PUT /crm') || (when === 'after' && label === 'commit of the settlement'),
    ),
  (world) => world.installPlugin(),
)
