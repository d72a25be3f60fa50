import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { openDoor, storedEvents } from './test-door.ts'

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
  readFileSync(new URL('../../../../contract/samples/webhook-vectors.json', import.meta.url), 'utf8'),
) as { vectors: Vector[] }
const STATUS = { accepted: 202, unauthorized: 401, invalid: 422 } as const

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test.each(vectors)('$system: $name → $expect', async (vector) => {
  const proof = vector.secret.split(',')
  const given = vector.proof === 'token' ? { secrets: [], tokens: proof } : { secrets: proof }
  const door = openDoor(database.url, {
    now: () => vector.now * 1000,
    secrets: { zoho: { secrets: [] }, moodle: { secrets: [] }, [vector.system]: given },
  })
  try {
    const before = (await storedEvents(door.database)).length
    const answer = await door.server.inject({ method: 'POST', url: vector.path, headers: vector.headers, payload: vector.body })
    const problem = answer.json<{ field?: string; fix?: string }>()
    expect({ status: answer.statusCode, field: problem.field }, answer.body).toEqual({
      status: STATUS[vector.expect],
      field: vector.field,
    })
    const stored = (await storedEvents(door.database)).length - before
    if (vector.expect === 'accepted') return expect(stored).toBeGreaterThan(0)
    expect(problem.fix).not.toBe('')
    expect(stored).toBe(0)
  } finally {
    await door.close()
  }
})
