import { expect, test } from 'vitest'
import { refusalsIn, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import { type MoodleCategoryId, moodleCategoryId } from '../../domain/ids.ts'
import type { CategoryFields, MoodleCategoryChange, NewMoodleCategory } from '../../ports/moodle-courses.ts'

const site = simulatedMoodle()

const idnumberOf = (n: number): string => `zoho:Products:${subjectOf(n)}`
const category = (n: number, fields: Partial<CategoryFields> = {}): NewMoodleCategory => ({
  subject: subjectOf(n),
  category: { name: `Programme ${n}`, idnumber: idnumberOf(n), parent: 0, ...fields },
})
const categories = (count: number) => Array.from({ length: count }, (_, n) => category(n))
const change = (n: number, id: MoodleCategoryId, after: Partial<CategoryFields>): MoodleCategoryChange => ({
  subject: subjectOf(n),
  category: id,
  before: {},
  after,
})
const made = async (count: number): Promise<MoodleCategoryId[]> => {
  const written = await site.port().createCategories(categories(count))
  site.calls.length = 0
  return written.map((one) => (one.outcome === 'done' ? one.value : moodleCategoryId(999)))
}
const functionsCalled = () => site.calls.map((call) => call.function.replace('core_course_', ''))

test('categories are made in batches of twenty and read back as sent, an ampersand too', async () => {
  const written = await site.port().createCategories([category(99, { name: 'Art & Design' }), ...categories(24)])
  expect(refusalsIn(written)).toEqual([])
  expect(functionsCalled()).toEqual(['create_categories', 'create_categories'])
  const [first] = written
  const found = await site.port().categoriesBy('idnumber', [idnumberOf(99)])
  expect(found).toEqual([
    { id: first?.outcome === 'done' && first.value, name: 'Art & Design', idnumber: idnumberOf(99), parent: 0 },
  ])
})

test('a few are looked for one by one, many in one call for all, and what is not there is not in the answer', async () => {
  const ids = await made(8)
  expect(await site.port().categoriesBy('idnumber', [idnumberOf(1), idnumberOf(77), ''])).toMatchObject([{ id: ids[1] }])
  expect(site.calls).toHaveLength(2)
  site.calls.length = 0
  const found = await site.port().categoriesBy('idnumber', [0, 1, 2, 3, 4, 77].map(idnumberOf))
  expect(found.map(({ id }) => id)).toEqual(ids.slice(0, 5))
  expect(site.calls).toHaveLength(1)
  site.calls.length = 0
  expect(await site.port().categoriesBy('id', [...ids.map(String), '999', '0', 'x'])).toHaveLength(8)
  expect(site.calls).toHaveLength(1)
})

test('one that is there with our ID number is done, whoever made it; the bad one fails alone', async () => {
  const [first] = await made(1)
  const written = await site
    .port()
    .createCategories([
      category(0),
      category(1, { name: 'A <b>bold</b> one' }),
      category(2, { parent: moodleCategoryId(4711) }),
      category(3, { name: 'x'.repeat(256) }),
      category(4),
    ])
  expect(written[0]).toEqual({ outcome: 'done', value: first })
  expect(written[4]?.outcome).toBe('done')
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, code: 'moodle.record_refused', params: { subject: subjectOf(1), field: 'name', reason: 'it holds a "<"' } },
    { place: 2, params: { field: 'category', reason: 'there is no such category in Moodle' } },
    { place: 3, params: { field: 'name', reason: 'it is too long' } },
  ])
})

test('categories are renamed and moved; what Moodle minds is named', async () => {
  const none = moodleCategoryId(4711)
  const [first = none, second = none, third = none] = await made(3)
  const written = await site
    .port()
    .updateCategories([
      change(0, first, { name: 'Renamed', parent: second }),
      change(1, second, { parent: first }),
      change(2, third, { idnumber: idnumberOf(1) }),
      change(3, none, { name: 'Gone' }),
    ])
  expect(written[0]?.outcome).toBe('done')
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, params: { field: 'parent', reason: 'a category cannot go below itself' } },
    { place: 2, params: { field: 'idnumber', reason: 'another category has it' } },
    { place: 3, params: { field: 'category', reason: 'there is no such category in Moodle' } },
  ])
  expect(await site.port().categoriesBy('id', [String(first)])).toMatchObject([{ name: 'Renamed', parent: second }])
})

test('a create whose answer was lost is looked for, and made once', async () => {
  await site.breakCall('core_course_create_categories', 'lose')
  expect(refusalsIn(await site.port().createCategories(categories(6)))).toEqual([])
  expect(functionsCalled()).toEqual(['create_categories', 'get_categories'])
})

test('a create that never arrived is an outage and is not sent twice', async () => {
  await site.breakCall('core_course_create_categories', 'refuse')
  await expect(site.port().createCategories(categories(6))).rejects.toMatchObject({ code: 'moodle.unreachable' })
  expect(await site.received('core_course_create_categories')).toHaveLength(1)
})

test('a change whose answer was lost counts as done when it is so', async () => {
  const [id = moodleCategoryId(1)] = await made(1)
  await site.breakCall('core_course_update_categories', 'lose')
  expect(await site.port().updateCategories([change(0, id, { name: 'Renamed' })])).toEqual([
    { outcome: 'done', value: undefined },
  ])
})

// A row has 3 variables, the call 3 more, and PHP takes one above its limit: 11 cuts between two rows, the others within one.
test.each([10, 11, 12])('a site that drops all but %i variables loses no category', async (maxInputVars) => {
  await site.setSite({ maxInputVars })
  expect(refusalsIn(await site.port().createCategories(categories(7)))).toEqual([])
  await site.setSite({ maxInputVars: 1000 })
  const found = await site.port().categoriesBy('idnumber', [0, 1, 2, 3, 4, 5, 6].map(idnumberOf))
  expect(found.map(({ name }) => name)).toEqual(categories(7).map((one) => one.category.name))
})
