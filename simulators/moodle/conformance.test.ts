import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startShell } from '../shell.ts'
import { categoryExchanges } from './conformance/categories.ts'
import { changingExchanges } from './conformance/changing.ts'
import { cohortExchanges } from './conformance/cohorts.ts'
import { courseExchanges } from './conformance/courses.ts'
import { creatingExchanges } from './conformance/creating.ts'
import { deletingExchanges } from './conformance/deleting.ts'
import { enrolmentExchanges } from './conformance/enrolments.ts'
import { create, exchange, person } from './conformance/exchange.ts'
import { gradingExchanges } from './conformance/grading.ts'
import { lookingUpExchanges } from './conformance/looking-up.ts'
import { pictureExchanges } from './conformance/pictures.ts'
import { pluginExchanges } from './conformance/plugin.ts'
import { pluginEnrolmentExchanges } from './conformance/plugin-enrolments.ts'
import { type Site, type Target, visitSite } from './conformance/site.ts'
import { teachingChanges } from './conformance/teaching-changes.ts'
import { transportExchanges } from './conformance/transport.ts'
import { createMoodleSimulator, DEFAULT_MOODLE_TOKEN } from './moodle.ts'

/**
 * One list of questions, one list of answers as a real Moodle 4.5.6 gave them. The simulator must give the same ones on every test run;
 * a real site must when its address is given:
 *
 *   CONFORMANCE_MOODLE_URL, CONFORMANCE_MOODLE_TOKEN           the site and the token of its service user
 *   CONFORMANCE_MOODLE_MAX_INPUT_VARS                          PHP's limit there (default 5000, which Moodle's installer demands)
 *   CONFORMANCE_RECORD=1                                       writes the real site's answers down as the new truth
 *   CONFORMANCE_MOODLE_PLUGIN=1                                asks the plugin's functions too: it is installed there, and they are in the token's service
 */
const ANSWERS = new URL('./conformance/answers.json', import.meta.url)
const groups = {
  'how a call must look': transportExchanges,
  'creating users': creatingExchanges,
  'changing users': changingExchanges,
  'looking users up': lookingUpExchanges,
  'deleting users': deletingExchanges,
  categories: categoryExchanges,
  courses: courseExchanges,
  enrolments: enrolmentExchanges,
  cohorts: cohortExchanges,
  pictures: pictureExchanges,
  'the plugin': pluginExchanges,
  'the plugin: changes of teaching': teachingChanges,
  'the plugin: enrolments': pluginEnrolmentExchanges,
  'the plugin: grading templates': gradingExchanges,
}

const {
  CONFORMANCE_MOODLE_URL: url,
  CONFORMANCE_MOODLE_TOKEN: token,
  CONFORMANCE_RECORD,
  CONFORMANCE_MOODLE_PLUGIN,
} = process.env
const realMaxInputVars = Number(process.env.CONFORMANCE_MOODLE_MAX_INPUT_VARS ?? 5000)
const real =
  url === undefined || token === undefined
    ? []
    : [{ name: 'a real site', url, token, maxInputVars: realMaxInputVars, hasPlugin: CONFORMANCE_MOODLE_PLUGIN === '1' }]

const simulated = await startShell({
  port: 0,
  seed: 'empty',
  build: (clock) => ({ moodle: createMoodleSimulator({ clock }) }),
  addresses: () => ({}),
})
afterAll(() => simulated.stop())
const simulator: Target = {
  name: 'the simulator',
  url: `${simulated.url}/moodle`,
  token: DEFAULT_MOODLE_TOKEN,
  maxInputVars: 1000,
  hasPlugin: true,
}
simulated.systems.moodle.configure({ plugin: true })

describe.each([...real, simulator])('$name answers as Moodle 4.5', (target) => {
  const asked = Object.entries(groups).filter(([group]) => !group.startsWith('the plugin') || target.hasPlugin)
  const answers = new Map<string, string>()
  let site: Site
  let recorded: Record<string, string>

  beforeAll(async () => {
    site = visitSite(target)
    for (const [group, exchanges] of asked) {
      for (const question of exchanges) {
        const key = `${group}: ${question.name}`
        if (answers.has(key)) throw new Error(`Two questions are called "${key}"`)
        answers.set(key, await site.ask(question))
      }
    }
    if (CONFORMANCE_RECORD === '1' && target !== simulator) {
      writeFileSync(ANSWERS, `${JSON.stringify(Object.fromEntries(answers), null, 2)}\n`)
    }
    recorded = JSON.parse(readFileSync(ANSWERS, 'utf8'))
  }, 300_000)

  afterAll(() => site.cleanUp(), 60_000)

  describe.each(asked)('%s', (group, exchanges) => {
    test.each(exchanges.map(({ name }) => name))('%s', (name) => {
      expect(answers.get(`${group}: ${name}`)).toBe(recorded[`${group}: ${name}`])
    })
  })

  test('no recorded answer is without its question', () => {
    expect(Object.keys(recorded).filter((key) => target.hasPlugin || !key.startsWith('the plugin: '))).toEqual([
      ...answers.keys(),
    ])
  })

  test('of four creates of one user at the same moment exactly one wins', async () => {
    const question = exchange('race', create(person('race')))
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => site.ask(question)))
    expect(outcomes.filter((outcome) => outcome.includes('"username":"RUNrace"'))).toHaveLength(1)
    expect(outcomes.filter((outcome) => /"errorcode":"(invalidparameter|dmlwriteexception)"/.test(outcome))).toHaveLength(3)
  })
})
