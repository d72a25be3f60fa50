import type { Written } from '../../domain/written.ts'
import type { ZohoModule } from '../../domain/zoho-modules.ts'
import type { ZohoChange } from '../../ports/zoho.ts'
import { notUnderstood, understood } from './answer.ts'
import type { Call } from './call.ts'
import { updateRequest } from './request.ts'
import { commonObstacle, writtenElements, writtenOf } from './written-elements.ts'

const RECORDS_PER_CALL = 100

/** In the order given. Sends the fields that were named and nothing else: whatever else is in the record is the college's. */
export async function updateRecords(call: Call, changes: readonly ZohoChange[]): Promise<Written[]> {
  const written = new Map<ZohoChange, Written>()
  for (const module of new Set(changes.map((change) => change.module))) {
    const ofModule = changes.filter((change) => change.module === module)
    for (let start = 0; start < ofModule.length; start += RECORDS_PER_CALL) {
      const some = ofModule.slice(start, start + RECORDS_PER_CALL)
      const answers = await writeSome(call, module, some)
      some.forEach((change, index) => {
        const answer = answers[index]
        if (answer !== undefined) written.set(change, answer)
      })
    }
  }
  return changes.flatMap((change) => written.get(change) ?? [])
}

async function writeSome(call: Call, module: ZohoModule, changes: readonly ZohoChange[]): Promise<Written[]> {
  const records = changes.map(({ record, after }) => ({
    ...Object.fromEntries(Object.entries(after).map(([field, value]) => [field, value === '' ? null : value])),
    id: record,
  }))
  const request = { ...updateRequest(module, records), module }
  const { data } = understood(writtenElements, request, await call(request))
  // Answers stand in the order of the request and carry no id when they refuse; another number of them cannot be told apart.
  if (data.length !== changes.length) throw notUnderstood(request, 'data')
  const obstacle = commonObstacle(request, data)
  if (obstacle !== undefined) throw obstacle
  return changes.flatMap((change, index) => {
    const answer = data[index]
    return answer === undefined ? [] : [writtenOf(change, answer)]
  })
}
