import { z } from 'zod'

const coded = z.object({ code: z.string(), status: z.literal('error').optional() })
const perRecord = z.object({ data: z.array(z.unknown()) })

/** Zoho's own code of a refusal: of the whole request, or of the first record refused. */
export function zohoCodeOf(body: unknown): string | undefined {
  const whole = coded.safeParse(body)
  if (whole.success) return whole.data.code
  for (const element of perRecord.safeParse(body).data?.data ?? []) {
    const one = coded.required().safeParse(element)
    if (one.success) return one.data.code
  }
  return undefined
}
