import { CodedError, RetryLaterError } from '../domain/errors.ts'
import type { Written } from '../domain/written.ts'
import type { Moodle } from '../ports/moodle.ts'
import type { Zoho } from '../ports/zoho.ts'
import { intentOf } from './intents.ts'
import type { Ending, Intent, Trail } from './trail.store.ts'

/**
 * The same ports, with every change written down before it is made and after: flows cannot forget to audit. Reads pass through.
 * A call whose answer was lost leaves its rows `uncertain`; the next run looks and closes them.
 */
export const auditedMoodle = (moodle: Moodle, trail: Trail): Moodle => ({
  ...moodle,
  createUsers: (users) =>
    recorded(
      trail,
      users.map(intentOf.createUser),
      () => moodle.createUsers(users),
      (id) => String(id),
    ),
  updateUsers: (changes) => recorded(trail, changes.map(intentOf.updateUser), () => moodle.updateUsers(changes)),
})

export const auditedZoho = (zoho: Zoho, trail: Trail): Zoho => ({
  ...zoho,
  writeMoodleIds: (changes) => recorded(trail, changes.map(intentOf.writeMoodleId), () => zoho.writeMoodleIds(changes)),
})

async function recorded<T>(
  trail: Trail,
  intents: readonly Intent[],
  call: () => Promise<Written<T>[]>,
  targetOf: (value: T) => string | null = () => null,
): Promise<Written<T>[]> {
  if (intents.length === 0) return []
  const deeds = await trail.begin(intents)
  try {
    const answers = await call()
    await trail.finish(deeds.map((deed, index) => endingOf(deed, answers[index], targetOf)))
    return answers
  } catch (error) {
    const reason = error instanceof CodedError ? error.code : 'unexpected'
    // The row already says "begun"; should this fail too, the next run closes it all the same.
    await trail.finish(deeds.map((deed) => ({ deed, outcome: 'uncertain', reason, target: null }))).catch(() => {})
    throw error
  }
}

function endingOf<T>(deed: number, answer: Written<T> | undefined, targetOf: (value: T) => string | null): Ending {
  if (answer?.outcome === 'done') return { deed, outcome: 'done', reason: null, target: targetOf(answer.value) }
  // Passing trouble of one record: over there the change may still be under way.
  if (answer?.outcome === 'refused' && answer.error instanceof RetryLaterError) {
    return { deed, outcome: 'uncertain', reason: answer.error.code, target: null }
  }
  if (answer?.outcome === 'refused') return { deed, outcome: 'refused', reason: answer.error.code, target: null }
  return { deed, outcome: 'uncertain', reason: null, target: null }
}
