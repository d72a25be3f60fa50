import { beforeEach, expect, test } from 'vitest'
import { refusalsIn, simulatedMoodle, subjectOf } from '../../../test/simulated-moodle.ts'
import type { GradingTemplate, TemplateChange } from '../../ports/moodle-templates.ts'

const site = simulatedMoodle()
beforeEach(() => site.setSite({ plugin: true }))

const NEITHER = { copiesUpdated: 0, copiesBehind: 0 }
const template = (n: number, shortnames: readonly string[], fields: Partial<GradingTemplate> = {}): TemplateChange => ({
  subject: subjectOf(n),
  template: {
    zohoid: subjectOf(n),
    name: `Unit ${n}`,
    description: '',
    criteria: shortnames.map((shortname) => ({ shortname, description: `Explain ${shortname} & "why" <here>` })),
    ...fields,
  },
  before: null,
})
const put = (module: string, fields: object) => site.tell('PUT', `/moodle/records/${module}`, fields) as Promise<{ id: number }>

test('templates are made, found as sent, changed in place, and the same once more is unchanged', async () => {
  const wanted = template(1, ['P1', 'P2', 'M1'])
  expect(await site.port().setTemplates([wanted])).toEqual([{ outcome: 'done', value: NEITHER }])
  expect(await site.port().setTemplates([wanted])).toEqual([{ outcome: 'unchanged' }])
  const found = await site.port().templatesOf([subjectOf(1), subjectOf(2), subjectOf(1)])
  expect(found).toEqual(new Map([[subjectOf(1), wanted.template]]))
  expect(await site.port().setTemplates([template(1, ['P1', 'M1', 'D1'])])).toEqual([{ outcome: 'done', value: NEITHER }])
  const after = (await site.port().templatesOf([subjectOf(1)])).get(subjectOf(1))
  expect(after?.criteria.map(({ shortname }) => shortname)).toEqual(['P1', 'M1', 'D1'])
})

test('a hundred are one call each way', async () => {
  const all = Array.from({ length: 100 }, (_, n) => template(n, ['P1']))
  expect(refusalsIn(await site.port().setTemplates(all))).toEqual([])
  expect(await site.port().templatesOf(all.map((one) => one.template.zohoid))).toHaveLength(100)
  expect(site.calls).toHaveLength(2)
})

test('one that is refused fails alone, with the field', async () => {
  const written = await site
    .port()
    .setTemplates([template(1, ['P1']), template(2, []), template(3, ['X1']), template(4, ['P1'], { name: '' })])
  expect(written[0]?.outcome).toBe('done')
  expect(refusalsIn(written)).toMatchObject([
    { place: 1, code: 'moodle.record_refused', params: { subject: subjectOf(2), field: 'criteria' } },
    { place: 2, params: { field: 'criteria[0].shortname', reason: expect.stringContaining('such as P1') } },
    { place: 3, params: { field: 'name', reason: 'it is blank' } },
  ])
})

test('copies follow while nobody was marked; a criterion that has marks is not taken away', async () => {
  await site.port().setTemplates([template(1, ['P1', 'P2', 'M1'])])
  const { id: courseid } = await put('courses', { fullname: 'Unit 1', shortname: 'U1' })
  const assignment = (await put('assignments', { courseid, name: 'Report', duedate: 1_790_000_000 })) as {
    id: number
    cmid: number
  }
  await attach(subjectOf(1), assignment.cmid)
  expect(await site.port().setTemplates([template(1, ['P1', 'M1'])])).toEqual([
    { outcome: 'done', value: { copiesUpdated: 1, copiesBehind: 0 } },
  ])
  const maya = await site.put({ username: 'maya', email: 'maya@college.example' })
  await put('grades', {
    assignmentid: assignment.id,
    userid: maya.id,
    grade: 2,
    criteria: [{ shortname: 'P1', score: 1, remark: '' }],
  })
  expect(refusalsIn(await site.port().setTemplates([template(1, ['M1'])]))).toEqual([
    { place: 0, code: 'template.criterion_has_marks', params: { unit: subjectOf(1), criteria: 'P1 (1)' } },
  ])
  expect(await site.port().setTemplates([template(1, ['P1', 'M1', 'D1'])])).toEqual([
    { outcome: 'done', value: { copiesUpdated: 0, copiesBehind: 1 } },
  ])
})

test('a site without the plugin holds the connection', async () => {
  await site.setSite({ plugin: false })
  await expect(site.port().setTemplates([template(1, ['P1'])])).rejects.toMatchObject({
    code: 'moodle.function_missing',
    params: { function: 'local_campusbridge_set_grading_templates' },
  })
})

async function attach(unit: string, cmid: number): Promise<void> {
  const { url, token } = site.address()
  const form = { wstoken: token, moodlewsrestformat: 'json', wsfunction: 'local_campusbridge_attach_grading_template' }
  const body = new URLSearchParams({ ...form, zohoid: unit, cmid: String(cmid) })
  await fetch(`${url}/webservice/rest/server.php`, { method: 'POST', body })
}
