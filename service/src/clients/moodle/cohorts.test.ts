import { expect, test } from 'vitest'
import { refusalsIn, serverThat, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { type MoodleCohortId, moodleCohortId, moodleUserId } from '../../domain/ids.ts'
import type { CohortFields, CohortMembership, NewMoodleCohort } from '../../ports/moodle-cohorts.ts'

const site = simulatedMoodle()

const idnumberOf = (n: number): string => `zoho:Products:${subjectOf(n)}`
const cohort = (n: number, fields: Partial<CohortFields> = {}): NewMoodleCohort => ({
  subject: subjectOf(n),
  cohort: { name: `Programme ${n}`, idnumber: idnumberOf(n), ...fields },
})
const cohorts = (count: number) => Array.from({ length: count }, (_, n) => cohort(n))
const made = async (count: number): Promise<MoodleCohortId[]> => {
  const written = await site.port().createCohorts(cohorts(count))
  site.calls.length = 0
  return written.map((one) => (one.outcome === 'done' ? one.value : moodleCohortId(4711)))
}
const people = async (count: number): Promise<number[]> => {
  const put = (n: number) => site.put({ username: `p${n}`, email: `p${n}@college.example` })
  const users = []
  for (let n = 0; n < count; n += 1) users.push((await put(n)).id)
  return users
}
const member = (n: number, cohort: MoodleCohortId, user: number): CohortMembership => ({
  subject: subjectOf(n),
  cohort,
  user: moodleUserId(user),
})

test('cohorts are made in one call and found by ID number, however many, in one search', async () => {
  const ids = await made(6)
  expect(await site.received('core_cohort_create_cohorts')).toHaveLength(1)
  expect(await site.port().cohortsByIdnumber([idnumberOf(1), idnumberOf(77)])).toEqual([
    { id: ids[1], name: 'Programme 1', idnumber: idnumberOf(1) },
  ])
  expect(site.calls.map((call) => call.function)).toEqual(['core_cohort_search_cohorts'])
  site.calls.length = 0
  const found = await site.port().cohortsByIdnumber([0, 1, 2, 3, 4, 77].map(idnumberOf))
  expect(found.map(({ id }) => id)).toEqual(ids.slice(0, 5))
  expect(site.calls.map((call) => call.function)).toEqual(['core_cohort_search_cohorts'])
})

test('an ID number that is part of another’s finds its own cohort alone', async () => {
  await site.port().createCohorts([cohort(1, { idnumber: 'HND' }), cohort(2, { idnumber: 'HND-2' })])
  expect(await site.port().cohortsByIdnumber(['HND'])).toMatchObject([{ idnumber: 'HND' }])
  expect(await site.port().cohortsByIdnumber(['other', 'HND-2'])).toMatchObject([{ idnumber: 'HND-2' }])
})

test('one that is there with our ID number is done, and the bad one fails alone', async () => {
  const [first] = await made(1)
  const written = await site.port().createCohorts([cohort(0), cohort(1, { name: 'x'.repeat(255) }), cohort(2)])
  expect(written[0]).toEqual({ outcome: 'done', value: first })
  expect(written[2]?.outcome).toBe('done')
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, code: 'moodle.record_refused', params: { field: 'name', reason: 'it is longer than 254 characters' } },
  ])
})

test('a create whose answer was lost is looked for, and made once', async () => {
  await site.breakCall('core_cohort_create_cohorts', 'lose')
  expect(refusalsIn(await site.port().createCohorts(cohorts(3)))).toEqual([])
  expect(await site.received('core_cohort_create_cohorts')).toHaveLength(1)
})

test('a change keeps what it does not name; a cohort that is gone and a blank name are told', async () => {
  const [first = moodleCohortId(1), second = first] = await made(2)
  const written = await site.port().updateCohorts([
    { subject: subjectOf(0), cohort: first, before: {}, after: { name: 'Renamed' } },
    { subject: subjectOf(1), cohort: moodleCohortId(4711), before: {}, after: { name: 'Gone' } },
    { subject: subjectOf(2), cohort: second, before: {}, after: { name: ' ' } },
  ])
  expect(written[0]?.outcome).toBe('done')
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, params: { field: 'cohort', reason: 'Moodle has no cohort 4711' } },
    { place: 2, params: { field: 'name', reason: 'it is blank' } },
  ])
  expect(await site.port().cohortsByIdnumber([idnumberOf(0)])).toEqual([{ id: first, name: 'Renamed', idnumber: idnumberOf(0) }])
})

test('members come and go in one call each; who is one already is unchanged', async () => {
  const [first = moodleCohortId(1), second = first] = await made(2)
  const [maya = 0, noor = 0] = await people(2)
  expect(await site.port().addToCohorts([member(0, first, maya), member(1, first, noor)])).toEqual([
    { outcome: 'done', value: undefined },
    { outcome: 'done', value: undefined },
  ])
  expect(await site.port().addToCohorts([member(0, first, maya), member(1, second, noor)])).toEqual([
    { outcome: 'unchanged' },
    { outcome: 'done', value: undefined },
  ])
  expect(site.calls).toHaveLength(2)
  expect(await site.port().cohortMembers([first, second, first])).toEqual(
    new Map([
      [first, new Set([maya, noor])],
      [second, new Set([noor])],
    ]),
  )
  await site.port().removeFromCohorts([member(0, first, maya)])
  expect((await site.port().cohortMembers([first])).get(first)).toEqual(new Set([noor]))
})

test('an account and a cohort that Moodle does not have are told by name, and hinder nobody', async () => {
  const [first = moodleCohortId(1)] = await made(1)
  const [maya = 0] = await people(1)
  const gone = moodleCohortId(4711)
  const written = await site.port().addToCohorts([member(0, gone, maya), member(1, first, 4712), member(2, first, maya)])
  expect(refusalsIn(written)).toMatchObject([
    { place: 0, code: 'moodle.record_refused', params: { subject: subjectOf(0), reason: 'Moodle has no cohort 4711' } },
    { place: 1, params: { subject: subjectOf(1), reason: 'Moodle has no account 4712' } },
  ])
  expect(written[2]?.outcome).toBe('done')
  expect([...(await site.port().cohortMembers([gone, first])).keys()]).toEqual([first])
})

test('a removal of somebody who is gone is done, as is the others’', async () => {
  const [first = moodleCohortId(1)] = await made(1)
  const [maya = 0, noor = 0] = await people(2)
  await site.port().addToCohorts([member(0, first, maya), member(1, first, noor)])
  await site.tell('DELETE', `/moodle/records/users/${maya}`)
  const leaving = [member(0, first, maya), member(1, first, noor), member(2, moodleCohortId(4711), noor)]
  expect(refusalsIn(await site.port().removeFromCohorts(leaving))).toEqual([])
  expect((await site.port().cohortMembers([first])).get(first)).toEqual(new Set())
})

test('a membership whose answer was lost is looked for', async () => {
  const [first = moodleCohortId(1)] = await made(1)
  const [maya = 0] = await people(1)
  await site.breakCall('core_cohort_add_cohort_members', 'lose')
  expect(await site.port().addToCohorts([member(0, first, maya)])).toEqual([{ outcome: 'done', value: undefined }])
  await site.breakCall('core_cohort_add_cohort_members', 'refuse')
  await expect(site.port().addToCohorts([member(0, first, 4712)])).rejects.toMatchObject({ code: 'moodle.unreachable' })
})

test('what PHP makes of a list that has keys is read too', async () => {
  const odd = await serverThat(async () => JSON.stringify({ cohorts: { 7: { id: 7, name: 'HND', idnumber: 'HND' } } }))
  const connection = odd.connect()
  expect(await site.port('live', connection).cohortsByIdnumber(['HND'])).toEqual([{ id: 7, name: 'HND', idnumber: 'HND' }])
  await connection.close()
  await odd.stop()
})
