import { z } from 'zod'
import { problem } from '../../../../../contract/rest/problem.ts'

const refused = (description: string) => ({ description, content: { 'application/problem+json': { schema: problem } } })

/** The refusals that any route may give, for the OpenAPI document. */
export const refusals = {
  401: refused('No key in force'),
  503: refused('The database cannot be reached; Retry-After says when to come back'),
} as const

export const notFound = { 404: refused('Not in this college’s books') } as const
export const notUnderstood = {
  400: refused('Not of the form described here'),
  422: refused('Understood, but not possible'),
} as const
export const notNow = { 409: refused('Not in its present state') } as const

/** Names an event in a path. */
export const eventId = z.object({ id: z.string().min(1).max(300).meta({ description: 'Row number, or the sender’s event id' }) })
