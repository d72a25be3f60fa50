import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { call, isSimulated, leave, newZohoId, now, type Refusal, strangerToken } from './plugin-site.ts'

afterAll(leave)

const DECLARED = new URL('../../../moodle/local/campusbridge/db/services.php', import.meta.url)
const declared = Array.from(
  readFileSync(DECLARED, 'utf8').matchAll(/^ {4}'(local_campusbridge_\w+)' => \[/gm),
  ([, name = '']) => name,
)

/** Functions that take a JSON list `items`. */
const batches = [
  'upsert_users',
  'set_enrolments',
  'get_enrolments',
  'set_finance',
  'add_payment',
  'delete_payment',
  'set_registrations',
  'delete_registrations',
  'set_profiles',
  'set_classes',
  'set_grades',
  'set_grading_templates',
  'delete_grading_templates',
].map((name) => `local_campusbridge_${name}`)

const listOf = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item)

/** Of the other functions, a call that is right in form, and calls that are not. */
const others: Record<string, { right: Parameters<typeof call>[1]; wrong: Record<string, Parameters<typeof call>[1]> }> = {
  local_campusbridge_get_status: { right: {}, wrong: { 'a parameter it does not know': { x: 1 } } },
  local_campusbridge_get_changes: {
    right: { since_seq: 0, limit: 1 },
    wrong: {
      'no since_seq': {},
      'since_seq that is no number': { since_seq: 'x' },
      'since_seq below zero': { since_seq: -1 },
      'limit of nothing': { since_seq: 0, limit: 0 },
      'a limit too high': { since_seq: 0, limit: 100_000 },
      'a parameter it does not know': { since_seq: 0, x: 1 },
    },
  },
  local_campusbridge_get_finance: {
    right: { zohoids: [newZohoId()] },
    wrong: {
      'no zohoids': {},
      'a zohoid that is none': { zohoids: ['12'] },
      'more than a hundred': { zohoids: listOf(101, newZohoId()) },
    },
  },
  local_campusbridge_set_dashboard_config: {
    // Long ago: found stale, so nothing is changed.
    right: { config: { show_profile: true }, as_of: 1_600_000_000_000 },
    wrong: {
      'no as_of': { config: { show_finance: true } },
      'a switch that there is not': { config: { show_nothing: true }, as_of: now() },
      'a switch that is no yes or no': { config: { show_finance: 'perhaps' }, as_of: now() },
    },
  },
  local_campusbridge_get_grading_templates: {
    right: { zohoids: [newZohoId()] },
    wrong: { 'no zohoids': {}, 'more than a hundred': { zohoids: listOf(101, newZohoId()) } },
  },
  local_campusbridge_attach_grading_template: {
    right: { zohoid: newZohoId(), cmid: 1 },
    wrong: { 'no cmid': { zohoid: newZohoId() }, 'a cmid that is no number': { zohoid: newZohoId(), cmid: 'x' } },
  },
  local_campusbridge_get_grades: {
    right: { ids: [1] },
    wrong: { 'no ids': {}, 'an id that is no number': { ids: ['x'] }, 'more than a hundred': { ids: listOf(101, 1) } },
  },
}

const wrongBatches = {
  'no items': {},
  'no JSON': { items: '[' },
  'an object instead of a list': { items: '{}' },
  'a word instead of a list': { items: '"x"' },
  'a list of words': { items: '["x"]' },
  'more than a hundred': { items: JSON.stringify(listOf(101, {})) },
  'a parameter it does not know': { items: '[]', x: 1 },
}

const { functions } = await call<{ functions: { name: string }[] }>('core_webservice_get_site_info')
const available = functions.map(({ name }) => name)
/** A real site must have all of them. */
const isAsked = (name: string): boolean => !isSimulated || available.includes(name)

describe('every function of the plugin', () => {
  test('is in this suite', () => {
    expect([...batches, ...Object.keys(others)].sort()).toEqual([...declared].sort())
  })

  test.skipIf(isSimulated)('may be called with the token', () => {
    expect(available).toEqual(expect.arrayContaining(declared))
  })
})

describe.each(batches.filter(isAsked))('%s', (name) => {
  test.each(Object.entries(wrongBatches))('refuses %s', async (_what, parameters) => {
    expect(await call<Refusal>(name, parameters)).toMatchObject({ errorcode: 'invalidparameter' })
  })

  test('says that "items" is wrong, and how, even where debugging is off', async () => {
    const { message } = await call<Refusal>(name, { items: '{}' })
    expect(message).toMatch(/^items: /)
  })

  test('does nothing for nobody', async () => {
    const answer = await call<Record<string, unknown[] | number>>(name, { items: '[]' })
    expect(answer.results ?? answer.enrolments).toEqual([])
  })

  test.skipIf(strangerToken === undefined)('refuses a caller without the capability', async () => {
    expect(await call<Refusal>(name, { items: '[]' }, strangerToken)).toMatchObject({
      exception: expect.stringMatching(/access|capability/),
    })
  })
})

describe.each(Object.entries(others).filter(([name]) => isAsked(name)))('%s', (name, { right, wrong }) => {
  test.each(Object.entries(wrong))('refuses %s', async (_what, parameters) => {
    // One of these was refused on purpose; a TypeError or an error of the database was not.
    expect(await call<Refusal>(name, parameters)).toMatchObject({
      exception: expect.stringMatching(/\\(invalid_parameter_exception|moodle_exception)$/),
      message: expect.any(String),
    })
  })

  test('takes what is right in form', async () => {
    expect(await call<Partial<Refusal>>(name, right)).not.toHaveProperty('exception')
  })

  test.skipIf(strangerToken === undefined)('refuses a caller without the capability', async () => {
    expect(await call<Refusal>(name, right, strangerToken)).toMatchObject({
      exception: expect.stringMatching(/access|capability/),
    })
  })
})
