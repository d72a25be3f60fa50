import type { Written } from '../domain/written.ts'
import type { Moodle } from '../ports/moodle.ts'
import type { Zoho } from '../ports/zoho.ts'
import { intentOf } from './intents.ts'
import type { Intent } from './trail.store.ts'

/** Ports of a rehearsal: reads are real, changes are noted in `plan` and withheld. */
export const rehearsedMoodle = (moodle: Moodle, plan: Intent[]): Moodle => ({
  ...moodle,
  createUsers: async (users) => withhold(plan, users.map(intentOf.createUser)),
  updateUsers: async (changes) => withhold(plan, changes.map(intentOf.updateUser)),
})

export const rehearsedZoho = (zoho: Zoho, plan: Intent[]): Zoho => ({
  ...zoho,
  writeMoodleIds: async (changes) => withhold(plan, changes.map(intentOf.writeMoodleId)),
})

function withhold<T>(plan: Intent[], intents: Intent[]): Written<T>[] {
  plan.push(...intents)
  return intents.map(() => ({ outcome: 'withheld' }))
}
