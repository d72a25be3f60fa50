import { afterAll, describe, expect, test } from 'vitest'
import { call, leave, newZohoId, now, one } from './plugin-site.ts'

afterAll(leave)

const SET = 'local_campusbridge_set_grading_templates'
const DELETE = 'local_campusbridge_delete_grading_templates'

type Template = {
  zohoid: string
  name: string
  criteria: { id: number; shortname: string; description: string }[]
  copies: unknown[]
}

const templateOf = (zohoid: string) =>
  call<{ templates: Template[] }>('local_campusbridge_get_grading_templates', { zohoids: [zohoid] }).then(
    ({ templates }) => templates,
  )

const template = (zohoid: string, differing: object = {}) => ({
  zohoid,
  name: 'Unit 1: Exploring business',
  criteria: [
    { shortname: 'D1', description: 'Evaluate' },
    { shortname: 'P1', description: 'Explain' },
    { shortname: 'P2', description: 'Describe' },
    { shortname: 'M1', description: 'Assess' },
  ],
  as_of: now(),
  ...differing,
})

describe('grading templates of units', () => {
  test('are made, left alone, changed in place, and taken away', async () => {
    const zohoid = newZohoId()
    const began = now()
    expect(await one(SET, template(zohoid, { as_of: began }))).toMatchObject({ status: 'created', zohoid })
    const [made] = await templateOf(zohoid)
    expect(made?.criteria.map(({ shortname }) => shortname)).toEqual(['P1', 'P2', 'M1', 'D1'])

    expect(await one(SET, template(zohoid, { as_of: began + 1 }))).toMatchObject({ status: 'skipped' })
    const criteria = template(zohoid).criteria.map((each) =>
      each.shortname === 'P1' ? { ...each, description: 'Explain again' } : each,
    )
    expect(await one(SET, template(zohoid, { as_of: began + 2, criteria }))).toMatchObject({
      status: 'updated',
      changes: { added: [], removed: [], changed: ['P1'] },
    })
    const [changed] = await templateOf(zohoid)
    expect(changed?.criteria.map(({ id }) => id)).toEqual(made?.criteria.map(({ id }) => id))
    expect(changed?.criteria[0]?.description).toBe('Explain again')
    expect(await one(SET, template(zohoid, { as_of: began }))).toMatchObject({ status: 'stale' })

    expect(await one(DELETE, { zohoid, as_of: began + 3 })).toMatchObject({ status: 'deleted' })
    expect(await one(DELETE, { zohoid, as_of: began + 4 })).toMatchObject({ status: 'skipped' })
    expect(await templateOf(zohoid)).toEqual([])
  })

  test.each([
    ['zohoid', { zohoid: '1' }],
    ['name', { name: '' }],
    ['criteria', { criteria: [] }],
    ['criteria[0].shortname', { criteria: [{ shortname: 'X1', description: 'x' }] }],
    ['criteria[0].description', { criteria: [{ shortname: 'P1' }] }],
    ['as_of', { as_of: 'x' }],
  ])('refuse a wrong %s: %j', async (field, differing) => {
    expect(await one(SET, template(newZohoId(), differing))).toMatchObject({ status: 'refused', field })
  })

  test('are not attached where there is no assignment', async () => {
    const answer = await call('local_campusbridge_attach_grading_template', { zohoid: newZohoId(), cmid: 999_999_999 })
    expect(answer).toMatchObject({ status: 'refused', error: expect.any(String), field: expect.any(String) })
  })
})

describe('get_grades', () => {
  test('names the ids that there are not', async () => {
    expect(await call('local_campusbridge_get_grades', { ids: [999_999_999] })).toEqual({ grades: [], missing: [999_999_999] })
  })
})
