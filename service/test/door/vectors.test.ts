import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { connect, openDoor, storedEvents } from './open-door.ts'

type Vector = {
  name: string
  system: 'zoho' | 'moodle'
  path: string
  proof: 'signature' | 'standard' | 'token'
  secret: string
  headers: Record<string, string>
  body: string
  now: number
  expect: 'accepted' | 'unauthorized' | 'invalid'
  field?: string
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../../contract/samples/webhook-vectors.json', import.meta.url), 'utf8'),
) as { vectors: Vector[] }
const STATUS = { accepted: 202, unauthorized: 401, invalid: 422 } as const

let clone: TestDatabase
let database: Database
beforeAll(async () => {
  clone = await createTestDatabase()
  database = connect(clone.url)
})
afterEach(() => database.withTenant('default', (tx) => tx.query('delete from integration_events_log')))
afterAll(async () => {
  await database.end()
  await clone.drop()
})

test.each(vectors)('$system: $name → $expect', async (vector) => {
  const proof = vector.secret.split(',')
  const given = vector.proof === 'token' ? { secrets: [], tokens: proof } : { secrets: proof }
  const { server } = openDoor(database, {
    now: () => vector.now * 1000,
    secrets: { zoho: { secrets: [] }, moodle: { secrets: [] }, [vector.system]: given },
  })
  const answer = await server.inject({ method: 'POST', url: vector.path, headers: vector.headers, payload: vector.body })
  const problem = answer.json<{ field?: string; fix?: string }>()
  expect({ status: answer.statusCode, field: problem.field }, answer.body).toEqual({
    status: STATUS[vector.expect],
    field: vector.field,
  })
  expect(await storedEvents(database)).toHaveLength(vector.expect === 'accepted' ? linesIn(vector) : 0)
  if (vector.expect !== 'accepted') expect(problem.fix).not.toBe('')
})

const linesIn = ({ path, body }: Vector): number => (path.endsWith('/moodle') ? JSON.parse(body).events.length : 1)
