import { z } from 'zod'

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    field: z.string().optional(),
    fix: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457, with our code, the field that is wrong and what to do about it' })
