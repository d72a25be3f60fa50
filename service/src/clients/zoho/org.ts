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

/** An organisation that moves to another time zone is noticed within this time. */
const ASK_AGAIN_MS = 60 * 60_000

export type TimeZoneWatch = (call: Call) => Promise<string>

/** The organisation's time zone, asked for once in a while; by runs at the same moment once for all. */
export function createTimeZoneWatch(now: () => number): TimeZoneWatch {
  let asked: { at: number; zone: Promise<string> } | undefined
  return (call) => {
    if (asked === undefined || now() - asked.at >= ASK_AGAIN_MS) {
      const question = { at: now(), zone: readOrg(call).then(({ timeZone }) => timeZone) }
      asked = question
      question.zone.catch(() => {
        if (asked === question) asked = undefined
      })
    }
    return asked.zone
  }
}
