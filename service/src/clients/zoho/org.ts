import { z } from 'zod'
import type { ZohoOrg } from '../../ports/zoho.ts'
import { understood } from './answer.ts'
import type { Call } from './call.ts'
import { orgRequest } from './request.ts'

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => String(value ?? ''))
const organisations = z.object({
  org: z.tuple([z.object({ company_name: text, zgid: text, time_zone: text })]).rest(z.unknown()),
})

/** The cheapest question there is: it reads nobody's record. */
export async function readOrg(call: Call): Promise<ZohoOrg> {
  const [org] = understood(organisations, orgRequest, await call(orgRequest)).org
  return { name: org.company_name, zgid: org.zgid, timeZone: org.time_zone }
}
