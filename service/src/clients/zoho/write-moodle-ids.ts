import type { Written } from '../../domain/written.ts'
import type { MoodleIdChange } from '../../ports/zoho.ts'
import { notUnderstood, understood } from './answer.ts'
import type { Call } from './call.ts'
import { updateRequest } from './request.ts'
import { commonObstacle, writtenElements, writtenOf } from './written-elements.ts'

const RECORDS_PER_CALL = 100

/** In the order given. Sends the id and nothing else: whatever else is in the record is the college's. */
export async function writeMoodleIds(call: Call, changes: readonly MoodleIdChange[]): Promise<Written[]> {
  const written: Written[] = []
  for (let start = 0; start < changes.length; start += RECORDS_PER_CALL) {
    written.push(...(await writeSome(call, changes.slice(start, start + RECORDS_PER_CALL))))
  }
  return written
}

async function writeSome(call: Call, changes: readonly MoodleIdChange[]): Promise<Written[]> {
  const records = changes.map(({ student, after }) => ({ id: student, Student_Moodle_ID: after === '' ? null : after }))
  const request = { ...updateRequest('BTEC_Students', records), module: 'BTEC_Students' as const }
  const { data } = understood(writtenElements, request, await call(request))
  // Answers stand in the order of the request and carry no id when they refuse; another number of them cannot be told apart.
  if (data.length !== changes.length) throw notUnderstood(request, 'data')
  const obstacle = commonObstacle(request, data)
  if (obstacle !== undefined) throw obstacle
  return changes.flatMap(({ student }, index) => {
    const answer = data[index]
    return answer === undefined ? [] : [writtenOf(student, answer)]
  })
}
