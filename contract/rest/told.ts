import { z } from 'zod'

/**
 * What the REST API asks and answers, and what the command line prints with `--json`. The OpenAPI document is made from the files here.
 * Instants are ISO 8601 in UTC; an absent value is null.
 */

export const instant = z.iso.datetime({ offset: true })

const params = z.record(z.string(), z.union([z.string(), z.number()]))

/** A code with its parameters, and its sentences for staff. */
export const told = z
  .object({
    code: z.string().meta({ example: 'student.updated' }),
    params,
    what: z.string().meta({ description: 'What happened' }),
    why: z.string(),
    todo: z.string().meta({ description: 'What to do, or that nothing need be done' }),
    safe: z.string().meta({ description: 'What cannot have gone wrong' }),
  })
  .meta({ id: 'Told', description: 'A code with its parameters, and its sentences for staff' })

export type Told = z.output<typeof told>
