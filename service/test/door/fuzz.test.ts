import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { malformed } from './malformed.ts'
import { connect, openDoor, send, storedEvents, student } from './open-door.ts'

const REQUESTS = 50_000
const AT_ONCE = 20

let clone: TestDatabase
let database: Database
beforeAll(async () => {
  clone = await createTestDatabase()
  database = connect(clone.url)
})
afterAll(async () => {
  await database.end()
  await clone.drop()
})

test(`of ${REQUESTS} malformed requests none is answered with anything but a 4xx problem, and none is stored`, {
  timeout: 300_000,
}, async () => {
  const { server } = openDoor(database)
  const seen = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(malformed, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (requests) => {
      const answers = await Promise.all(requests.map((request) => server.inject({ method: 'POST', ...request })))
      for (const [nth, answer] of answers.entries()) {
        seen.set(answer.statusCode, (seen.get(answer.statusCode) ?? 0) + 1)
        const wrong =
          answer.statusCode < 400 ||
          answer.statusCode >= 500 ||
          !answer.headers['content-type']?.toString().startsWith('application/problem+json')
        if (wrong)
          throw new Error(
            `${answer.statusCode} ${answer.body} for ${JSON.stringify(requests[nth])} ${requests[nth]?.payload.toString()}`,
          )
      }
    }),
    { numRuns: REQUESTS / AT_ONCE },
  )
  expect(await storedEvents(database)).toEqual([])
  // The fuzz reached both sides of the proof, and the door is still in order.
  expect(seen.get(422)).toBeGreaterThan(REQUESTS / 4)
  expect(seen.get(401)).toBeGreaterThan(REQUESTS / 20)
  expect((await send(server, 'zoho', student())).statusCode).toBe(202)
})
