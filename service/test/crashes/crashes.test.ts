import { studentJourneys } from '../student-journeys.ts'
import { crashEverywhere } from './crash.ts'

// Each kind of boundary once, in the first journey that comes to it.
const met = new Set<string>()
await crashEverywhere(studentJourneys.slice(0, 2), (points) =>
  points.filter(({ label, when, nth }) => {
    const kind = `${when} ${label}`
    if (nth > 1 || met.has(kind)) return false
    met.add(kind)
    return true
  }),
)
