import { classJourneys } from '../teaching-journeys.ts'
import { crashEverywhere } from './crash.ts'

// Before and after each call that changes something, in the first journey that comes to it.
const met = new Set<string>()
await crashEverywhere(classJourneys.slice(0, 2), (points) =>
  points.filter(({ label, when, nth }) => {
    const kind = `${when} ${label} ${nth}`
    if (!/^call of (?:core_\w+_(?:create|update)|enrol_|local_\w+_set|PUT)/.test(label) || met.has(kind)) return false
    met.add(kind)
    return true
  }),
)
