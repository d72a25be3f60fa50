import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonSchemas } from './json-schemas.ts'
import { moodleBatch, moodleEvent, moodlePathOf, zohoPaths, zohoTokenWebhook, zohoWebhook } from './webhooks.ts'

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const samples = (folder: string) =>
  readdirSync(new URL(`samples/${folder}`, import.meta.url)).filter((name) => name.endsWith('.json'))

test.each(Object.entries(jsonSchemas))(
  '%s says what webhooks.ts says (else run: node contract/write-schemas.ts)',
  (name, schema) => {
    expect(read(`schemas/${name}`)).toEqual(schema)
  },
)

test.each(samples('zoho'))('the sample zoho/%s fits its schema', (name) => {
  const schema = name.startsWith('token-') ? zohoTokenWebhook : zohoWebhook
  expect(schema.safeParse(read(`samples/zoho/${name}`))).toMatchObject({ success: true })
})

test.each(samples('moodle'))('the sample moodle/%s fits its schema', (name) => {
  const sample = read(`samples/moodle/${name}`)
  if (name !== 'batch.json') return expect(moodleEvent.safeParse(sample)).toMatchObject({ success: true })
  for (const line of moodleBatch.parse(sample).events) expect(moodleEvent.safeParse(line)).toMatchObject({ success: true })
})

test('every module of Zoho and every event type of Moodle has a sample', () => {
  const names = [...samples('zoho'), ...samples('moodle')].join(' ')
  for (const subject of Object.values(zohoPaths)) expect(names).toContain(`${subject}-`)
  for (const type of moodlePathOf.keys()) expect(names).toContain(`${type}.json`)
})
