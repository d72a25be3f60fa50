import { Agent } from 'undici'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createZohoWorld, firstKey, type ZohoWorld } from '../../test/zoho-world.ts'
import { createCall } from '../clients/zoho/call.ts'
import { createCredits } from '../clients/zoho/credits.ts'
import { createLimiter } from '../clients/zoho/limiter.ts'
import { metadataOf } from '../clients/zoho/metadata.ts'
import { requestToken } from '../clients/zoho/request-token.ts'
import { createShares, defaultConcurrency } from '../clients/zoho/share.ts'
import { createTokens } from '../clients/zoho/token.ts'
import { DEFAULT_TENANT } from '../domain/ids.ts'
import { mappingsOf } from '../mapping/field-sets.ts'
import { createCipher } from '../secrets/cipher.ts'
import { type AllSettings, settings } from '../settings/definitions.ts'
import { checkCredits, checkZoho, type ZohoSides } from './check-zoho.ts'

let world: ZohoWorld
const agent = new Agent()
beforeAll(async () => {
  world = await createZohoWorld()
})
afterEach(() => world.reset())
afterAll(async () => {
  await agent.close()
  await world.stop()
})

const standard = Object.fromEntries(Object.entries(settings).map(([key, each]) => [key, each.standard])) as unknown as AllSettings
const expected = { settings: standard, mappings: mappingsOf(standard) }

function sides(refreshToken = world.simulators.zoho.refreshToken): ZohoSides {
  const { zoho, database, connection } = world.connect({ refreshToken })
  const { origin, clientId, clientSecret } = world.simulators.zoho
  const shares = createShares(defaultConcurrency, async () => 1, Date.now)
  const common = { tenant: DEFAULT_TENANT, database, fingerprint: refreshToken, now: Date.now }
  const call = createCall(
    {
      dispatcher: agent,
      tokens: createTokens({
        ...common,
        cipher: createCipher([firstKey]),
        apiUrl: origin,
        ask: (observe) =>
          requestToken(agent, { accountsUrl: origin, clientId, clientSecret, refreshToken }, { observe, timeoutMs: 5_000 }),
      }),
      limiter: createLimiter(shares.current),
      shares,
      credits: createCredits(common),
      timeoutMs: 5_000,
    },
    () => {},
    'live',
  )
  return { zoho, metadata: metadataOf(call), creditsRemaining: async () => (await connection.state()).creditsRemaining }
}
const spellings = ['zoho.spellings.BTEC_Payments.Payment_Method']
const troubled = (checks: { name: string; ok: boolean }[]) => checks.filter(({ ok }) => !ok).map(({ name }) => name)

test('the college’s organisation has all that the flows need, and asking changes nothing', async () => {
  const checks = await checkZoho(sides(), expected)
  expect(checks.filter(({ severity }) => severity === 'problem')).toEqual([])
  // Its own picklists show other words than they store.
  expect(troubled(checks)).toEqual(spellings)
  const names = checks.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'zoho.reachable',
      'zoho.may.query',
      'zoho.field.BTEC_Students.Student_Moodle_ID',
      'zoho.field.BTEC_Students.Name',
      'zoho.field.BTEC_Teachers.Teacher_Moodle_ID',
      'zoho.field.BTEC_Payments.Payment_Amount',
      'zoho.field.Payment_Schedule.Due_Date',
      'zoho.students.statuses',
      'zoho.credits',
    ]),
  )
  const methods = (await world.asked()).map(({ operation }) => operation.split(' ')[0])
  expect(methods).not.toContain('PUT')
})

test('a permission that covers too little is told scope by scope', async () => {
  const refreshToken = '1000.narrow'
  world.simulators.systems.zoho.addConsent({ refreshToken, scopes: ['ZohoCRM.modules.custom.READ', 'ZohoCRM.org.READ'] })
  const checks = await checkZoho(sides(refreshToken), expected)
  expect(checks.filter(({ ok }) => !ok)).toMatchObject([
    { name: 'zoho.may.query', severity: 'warning', fix: expect.stringContaining('ZohoCRM.coql.READ') },
    { name: 'zoho.may.linkingQuery', severity: 'warning', fix: expect.stringContaining('ZohoCRM.coql.READ') },
    { name: 'zoho.may.attachments', severity: 'warning', fix: expect.stringContaining('ZohoCRM.modules.attachments.READ') },
    { name: 'zoho.may.modules', severity: 'problem', fix: expect.stringContaining('ZohoCRM.settings.modules.READ') },
    { name: 'zoho.may.fields', severity: 'problem', fix: expect.stringContaining('ZohoCRM.settings.fields.READ') },
    {
      name: 'zoho.may.failedWebhooks',
      severity: 'warning',
      fix: expect.stringContaining('ZohoCRM.settings.automation_actions.READ'),
    },
    { name: 'zoho.modules', severity: 'problem' },
  ])
})

test('a status that the setting does not know is named', async () => {
  const { active, suspended, none } = standard['students.statuses']
  const without = { active: active.filter((name) => name !== 'Revive'), suspended, none }
  const checks = await checkZoho(sides(), { ...expected, settings: { ...standard, 'students.statuses': without } })
  expect(checks.find(({ name }) => name === 'zoho.students.statuses')).toMatchObject({
    severity: 'warning',
    words: expect.stringContaining('“Revive”'),
  })
})

test('what a college maps to a field that is not there is a problem, as is writing into a closed one', async () => {
  const mappings = mappingsOf(standard, {
    students: { city: { from: 'Town' }, moodleId: { from: 'Total_Amount' } },
    scheduleRows: { dueDate: { from: 'Due' } },
  })
  const checks = await checkZoho(sides(), { settings: standard, mappings })
  expect(checks.filter(({ severity }) => severity === 'problem').map(({ name }) => name)).toEqual([
    'zoho.field.BTEC_Students.Town',
    'zoho.field.BTEC_Students.Total_Amount',
    'zoho.field.Payment_Schedule.Due',
  ])
})

test('an organisation that does not answer gets one answer, not ten', async () => {
  await world.fault({ how: '500', times: 50 })
  expect(await checkZoho(sides(), expected)).toMatchObject([{ name: 'zoho.reachable', ok: false, severity: 'problem' }])
})

test('credits are told, and few of them are a warning', () => {
  expect(checkCredits(null)).toMatchObject({ ok: true })
  expect(checkCredits(20_000)).toMatchObject({ ok: true })
  expect(checkCredits(300)).toMatchObject({ ok: false, severity: 'warning' })
})
