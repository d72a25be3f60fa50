import type { Written } from '../domain/written.ts'
import type { Moodle } from '../ports/moodle.ts'
import type { Zoho } from '../ports/zoho.ts'
import { type IntentsOf, moodleIntents, zohoIntents } from './intents.ts'
import type { Intent } from './trail.store.ts'

/** Ports of a rehearsal: reads are real, changes are noted in `plan` and withheld. */
export const rehearsedMoodle = (moodle: Moodle, plan: Intent[]): Moodle => withholding(moodle, moodleIntents, plan)

export const rehearsedZoho = (zoho: Zoho, plan: Intent[]): Zoho => withholding(zoho, zohoIntents, plan)

type Write = (items: readonly unknown[]) => Promise<Written<unknown>[]>

function withholding<Port extends object>(port: Port, intents: IntentsOf<Port>, plan: Intent[]): Port {
  const writes = Object.entries(intents as Record<string, (item: unknown) => Intent>).map(
    ([method, intentOf]): [string, Write] => [
      method,
      async (items: readonly unknown[]): Promise<Written<unknown>[]> => {
        plan.push(...items.map(intentOf))
        return items.map(() => ({ outcome: 'withheld' }))
      },
    ],
  )
  return { ...port, ...Object.fromEntries(writes) }
}
