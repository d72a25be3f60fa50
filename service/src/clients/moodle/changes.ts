import { z } from 'zod'
import { SystemHeldError } from '../../domain/errors.ts'
import type { MoodleChanges } from '../../ports/moodle-changes.ts'
import type { Ask } from './call.ts'

const READ = 'local_campusbridge_get_changes'
const AT_ONCE = 200

/** The events are looked at where they are received, one by one: a single odd one must not hide the others. */
const changes = z.looseObject({ events: z.array(z.unknown()), highest_seq: z.int().nonnegative() })

export const changesOf = (ask: Ask): MoodleChanges => ({
  async since(seq) {
    const variables = [
      ['since_seq', String(seq)],
      ['limit', String(AT_ONCE)],
    ] as const
    try {
      const { events, highest_seq: highest } = await ask.read(READ, variables, changes)
      return { events, highest }
    } catch (error) {
      if (isWithoutPlugin(error)) return undefined
      throw error
    }
  },
})

/** The function is unknown, or not in the service of our token: nothing that would keep accounts from being brought into step. */
const isWithoutPlugin = (error: unknown): boolean =>
  error instanceof SystemHeldError && (error.code === 'moodle.function_missing' || error.code === 'moodle.access_denied')
