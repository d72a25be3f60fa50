import { breakEachCall } from './each-call.ts'

// Refused: nothing happened over there. Lost: it happened, and nobody told us.
await breakEachCall(['refuse', 'lose'])
