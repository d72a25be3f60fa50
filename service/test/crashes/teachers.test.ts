import { teacherJourneys } from '../teacher-journeys.ts'
import { crashEverywhere } from './crash.ts'

// A new one, and one whose account is a student's: the boundaries that say something of teachers.
const telling = teacherJourneys.filter(({ name }) => name === 'a new teacher' || name.includes('studies here'))
await crashEverywhere(telling, (points) =>
  points.filter(({ label, nth }) => nth === 1 && /create_users|PUT |settlement/.test(label)),
)
