import { z } from 'zod'
import { instant, told } from './told.ts'

export const cause = z
  .object({
    cause: z.string(),
    words: told,
    events: z.int(),
    first_seen: instant,
    last_seen: instant,
    example: z.int().nullable().meta({ description: 'The newest of its events' }),
  })
  .meta({ id: 'Cause', description: 'Failed and waiting events with one code and one thing in the way' })

export const causes = z.object({ causes: z.array(cause) }).meta({ id: 'Causes' })

export type Cause = z.output<typeof cause>
