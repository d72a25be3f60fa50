import { describe, expect, test } from 'vitest'
import { newStudent, simulatedMoodle } from '../../test/simulated-moodle.ts'
import { moodleUserId } from '../domain/ids.ts'
import { checkClock, checkCron, checkFlows, checkFunctions, checkMoodle, checkRelease } from './check-moodle.ts'
import { functionsOfFlows, neededFunctions } from './moodle-functions.ts'

const site = simulatedMoodle()
const inspection = () => site.connection().inspection(() => {})
const troubled = (checks: { name: string; ok: boolean }[]) => checks.filter(({ ok }) => !ok).map(({ name }) => name)

test('a site that is set up well passes, and nothing in it is changed', async () => {
  await site.setSite({ plugin: true })
  const [made] = await site.port().createUsers([newStudent(1)])
  const linkedAccount = made?.outcome === 'done' ? made.value : moodleUserId(1)
  const before = await site.tell('GET', '/moodle/records/users')
  const checks = await checkMoodle(inspection(), { auth: 'oauth2', linkedAccount, lastPing: null })
  expect(troubled(checks)).toEqual([])
  expect(checks.map(({ name }) => name)).toEqual([
    'moodle.reachable',
    'moodle.release',
    'moodle.functions',
    'moodle.flows',
    'moodle.clock',
    'moodle.may_look',
    'moodle.may_create',
    'moodle.may_update',
    'moodle.auth',
    'moodle.may_see',
  ])
  expect(await site.tell('GET', '/moodle/records/users')).toEqual(before)
})

test('an authentication plugin that is not there is named, with the setting that asks for it', async () => {
  await site.setSite({ plugin: true })
  const checks = await checkMoodle(inspection(), { auth: 'oidc', lastPing: null })
  expect(troubled(checks)).toEqual(['moodle.auth'])
  expect(checks.find(({ name }) => name === 'moodle.auth')).toMatchObject({
    severity: 'problem',
    words: expect.stringContaining('oidc'),
    fix: expect.stringContaining('moodle.auth'),
  })
})

test('a site in maintenance gets one answer, not ten', async () => {
  await site.setSite({ maintenance: true })
  expect(await checkMoodle(inspection(), { auth: 'manual', lastPing: null })).toMatchObject([
    { name: 'moodle.reachable', ok: false, severity: 'problem', words: expect.stringContaining('maintenance') },
  ])
})

test('an account that hides its ID number from us is told with the capability we lack', async () => {
  const { id } = await site.put({ username: 'bare', email: 'bare@college.example' })
  const checks = await checkMoodle(inspection(), { auth: 'manual', linkedAccount: moodleUserId(id), lastPing: null })
  expect(checks.at(-1)).toMatchObject({ name: 'moodle.may_see', ok: false, fix: expect.stringContaining('viewalldetails') })
})

describe('whether Moodle’s cron is alive', () => {
  const now = Date.parse('2026-11-26T12:00:00Z')

  test('nobody is told of a plugin that never spoke', () => {
    expect(checkCron(null, now)).toEqual([])
  })

  test.each([
    [20, 'fine'],
    [36, 'warning'],
  ])('%i minutes after its last sign of life: %s', (minutes, severity) => {
    expect(checkCron(new Date(now - minutes * 60_000), now)).toMatchObject([
      { name: 'moodle.cron', severity, words: expect.stringContaining(`${minutes} min`) },
    ])
  })
})

describe('which Moodle is supported', () => {
  test.each([
    ['4.5.6 (Build: 20250811)', 'fine'],
    ['5.1 (Build: 20251006)', 'fine'],
    ['4.4.9+ (Build: 20250401)', 'problem'],
    ['3.11.18', 'problem'],
    ['6.0dev', 'warning'],
    ['unheard of', 'problem'],
  ])('%s: %s', (release, severity) => {
    expect(checkRelease(release).severity).toBe(severity)
  })
})

test('missing functions are named', () => {
  const check = checkFunctions(neededFunctions.filter((name) => name !== 'core_user_get_users'))
  expect(check).toMatchObject({ ok: false, words: 'The web service lacks core_user_get_users.' })
})

test.each([
  [undefined, []],
  [-1_500, ['fine']],
  [45_000, ['warning']],
  [-299_000, ['problem']],
])('clocks %s ms apart: %s', (ahead, severities) => {
  expect(checkClock(ahead).map(({ severity }) => severity)).toEqual(severities)
})

describe('what each flow needs of the web service', () => {
  const all = Object.values(functionsOfFlows).flat(2)

  test('a service that has all is told in one line', () => {
    expect(checkFlows(all)).toMatchObject([{ name: 'moodle.flows', severity: 'fine' }])
  })

  test('a flow that lacks something is warned of, by name, and no other', () => {
    expect(checkFlows(all.filter((name) => name !== 'local_campusbridge_set_finance'))).toMatchObject([
      {
        name: 'moodle.flow.finance',
        severity: 'warning',
        words: 'For finance the web service lacks local_campusbridge_set_finance.',
        fix: expect.stringContaining('local_campusbridge'),
      },
    ])
  })

  test('where the plugin does better, core will do, but one of the two must be there', () => {
    expect(checkFlows(all.filter((name) => !/local_campusbridge_.et_enrolments/.test(name)))).toMatchObject([
      { severity: 'fine' },
    ])
    const without = checkFlows(all.filter((name) => !/set_enrolments|enrol_manual/.test(name)))
    expect(without.map(({ name }) => name)).toEqual(['moodle.flow.classes', 'moodle.flow.enrolments'])
    expect(without[1]?.words).toContain('local_campusbridge_set_enrolments or enrol_manual_enrol_users')
  })

  test('a site without the plugin is told which flows cannot run', async () => {
    const checks = await checkMoodle(inspection(), { auth: 'oauth2', lastPing: null })
    const flows = troubled(checks).filter((name) => name.startsWith('moodle.flow.'))
    expect(flows).toEqual(
      ['students', 'units', 'classes', 'registrations', 'finance', 'news_from_Moodle'].map((flow) => `moodle.flow.${flow}`),
    )
  })
})
