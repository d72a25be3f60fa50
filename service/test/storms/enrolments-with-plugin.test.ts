import { enrolmentsThroughPlugin, inAmman } from '../enrolment-journeys.ts'
import { breakEachCall } from './each-call.ts'

await breakEachCall(['refuse', 'lose'], {
  journeys: enrolmentsThroughPlugin,
  async prepare(world) {
    await inAmman(world)
    await world.installPlugin()
  },
})
