import { CodedError, RetryLaterError } from '../domain/errors.ts'
import type { Written } from '../domain/written.ts'
import type { Moodle } from '../ports/moodle.ts'
import type { Zoho } from '../ports/zoho.ts'
import { type IntentsOf, moodleIntents, zohoIntents } from './intents.ts'
import type { Ending, Intent, Trail } from './trail.store.ts'

/**
 * The same ports, with every change written down before it is made and after: flows cannot forget to audit. Reads pass through.
 * A call whose answer was lost leaves its rows `uncertain`; the next run looks and closes them.
 */
export const auditedMoodle = (moodle: Moodle, trail: Trail): Moodle =>
  audited(moodle, moodleIntents, trail, (method) => moodle.readyFor(method))

export const auditedZoho = (zoho: Zoho, trail: Trail): Zoho => audited(zoho, zohoIntents, trail)

type Write = (items: readonly unknown[]) => Promise<Written<unknown>[]>

function audited<Port extends object>(
  port: Port,
  intents: IntentsOf<Port>,
  trail: Trail,
  readyFor: (method: string) => Promise<void> = async () => {},
): Port {
  const writes = Object.entries(intents as Record<string, (item: unknown) => Intent>).map(
    ([method, intentOf]): [string, Write] => [
      method,
      async (items) => {
        if (items.length === 0) return []
        // What fails here has changed nothing, and leaves no row in doubt.
        await readyFor(method)
        return recorded(trail, items.map(intentOf), () => (Reflect.get(port, method) as Write)(items))
      },
    ],
  )
  return { ...port, ...Object.fromEntries(writes) }
}

async function recorded(
  trail: Trail,
  intents: readonly Intent[],
  call: () => Promise<Written<unknown>[]>,
): Promise<Written<unknown>[]> {
  const deeds = await trail.begin(intents)
  try {
    const answers = await call()
    await trail.finish(deeds.map((deed, index) => endingOf(deed, answers[index])))
    return answers
  } catch (error) {
    const reason = error instanceof CodedError ? error.code : 'unexpected'
    // The row already says "begun"; should this fail too, the next run closes it all the same.
    await trail.finish(deeds.map((deed) => ({ deed, outcome: 'uncertain', reason, target: null }))).catch(() => {})
    throw error
  }
}

function endingOf(deed: number, answer: Written<unknown> | undefined): Ending {
  // What was made is named by its id; other answers say more than a target.
  if (answer?.outcome === 'done')
    return { deed, outcome: 'done', reason: null, target: typeof answer.value === 'number' ? String(answer.value) : null }
  if (answer?.outcome === 'unchanged') return { deed, outcome: 'unchanged', reason: null, target: null }
  // Passing trouble of one record: over there the change may still be under way.
  if (answer?.outcome === 'refused' && answer.error instanceof RetryLaterError) {
    return { deed, outcome: 'uncertain', reason: answer.error.code, target: null }
  }
  if (answer?.outcome === 'refused') return { deed, outcome: 'refused', reason: answer.error.code, target: null }
  return { deed, outcome: 'uncertain', reason: null, target: null }
}
