import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RetryLaterError } from '../../src/domain/errors.ts'
import { DEFAULT_TENANT, moodleUserId, zohoId } from '../../src/domain/ids.ts'
import type { Route } from '../../src/domain/route.ts'
import { completed, needsAttention, waiting } from '../../src/domain/verdicts.ts'
import type { Answer, Flow, Ports } from '../../src/flows/flow.ts'
import { createPlanner } from '../../src/plans/planner.ts'
import type { ZohoRecord } from '../../src/ports/zoho.ts'
import { cleanUpPlans } from '../../src/verbs/cleanup-plans.ts'
import { approvePlan, showPlan, summaryOfPlan } from '../../src/verbs/plans.ts'
import { createLedgerWorld, type LedgerWorld, student } from '../ledger-world.ts'

let world: LedgerWorld
beforeAll(async () => {
  world = await createLedgerWorld()
})
afterAll(() => world.stop())

/** What the college has, by module, in pages of two; what each flow says; what it was asked. */
let records: Record<string, ZohoRecord[]>
let answers: Record<string, Answer>
let asked: string[]
beforeEach(() => {
  records = {}
  answers = {}
  asked = []
})

const inStep: Answer = { verdict: completed('student.in_step', { user: 7, note: '' }) }
const user = moodleUserId(7)

/** A flow that would write a city for each of its subjects whose answer does not say otherwise. */
const flow = (name: string): Flow => ({
  name,
  systems: [],
  async run(subjects, { moodle }) {
    asked.push(...subjects.map(({ id }) => `${name} ${id}`))
    const changing = subjects.filter(({ id }) => !Object.hasOwn(answers, `${name} ${id}`))
    await moodle.updateUsers(
      changing.map(({ id }) => ({ subject: zohoId(id), user, before: { city: 'A' }, after: { city: 'B' } })),
    )
    return new Map(subjects.map(({ id }) => [id, answers[`${name} ${id}`] ?? inStep]))
  },
})

const record = (n: number, values: Record<string, unknown> = {}): ZohoRecord => ({ id: zohoId(student(n)), values })

function plannerWith(trouble?: Error) {
  const zoho = {
    async *allRecords({ module }: { module: string }) {
      const all = records[module] ?? []
      for (let from = 0; from < all.length; from += 2) yield all.slice(from, from + 2)
      if (trouble !== undefined) throw trouble
    },
    updateRecords: async () => [],
  }
  return createPlanner({
    database: world.database,
    ledger: world.ledger,
    flows: ['students', 'finance', 'registrations'].map(flow),
    portsOf: async () => () => ({ zoho, moodle: {} }) as unknown as Ports,
  })
}
const make = async (names: string[], compareAll = false) => {
  const { plan, ended } = await plannerWith().create(DEFAULT_TENANT, 'a test', { names, compareAll })
  await ended
  return showPlan(world.desk(), plan.id, { after: 0, limit: 100 })
}
const keys = (items: readonly Route[]): string[] => items.map(({ flow: name, subject }) => `${name} ${subject}`)

test('a key that several records and pages name is looked at once, with all that was read for it', async () => {
  records = {
    BTEC_Students: [record(1), record(2), record(3)],
    BTEC_Payments: [101, 102, 103, 104].map((n) => record(n, { Student_ID: { id: student(n === 104 ? 2 : 1) } })),
  }
  const { items, plan } = await make(['finance'])
  expect(keys(items)).toEqual([1, 2, 3].map((n) => `finance ${student(n)}`))
  expect(asked.toSorted()).toEqual(keys(items))
  expect(plan).toMatchObject({ lookedAt: 3, inStep: 0, status: 'ready' })
  expect(items[0]?.sources.map(({ set, id }) => `${set} ${id}`)).toEqual([
    `finance ${student(1)}`,
    ...[101, 102, 103].map((n) => `payments ${student(n)}`),
  ])
})

test('keys that a run would feed are planned too, and so are those whose business it is', async () => {
  records = { BTEC_Students: [record(11), record(12)] }
  answers = {
    [`students ${student(11)}`]: { ...inStep, feeds: [{ flow: 'registrations', subject: student(311) }] },
    [`students ${student(12)}`]: { passOn: [{ flow: 'finance', subject: student(12) }] },
    [`registrations ${student(311)}`]: { ...inStep, feeds: [{ flow: 'students', subject: student(11) }] },
  }
  const { items, plan } = await make(['students'])
  expect(keys(items)).toEqual([`finance ${student(12)}`])
  expect(asked).toContain(`registrations ${student(311)}`)
  expect(plan).toMatchObject({ lookedAt: 4, inStep: 3 })
})

test('what would fail, wait or is in passing trouble is noted; of a flow there is not, nothing is said', async () => {
  records = { BTEC_Students: [record(21), record(22), record(23)] }
  answers = {
    [`students ${student(21)}`]: { verdict: needsAttention('student.no_last_name', { student: student(21) }) },
    [`students ${student(22)}`]: { verdict: waiting('look-again', 'record.gone_unconfirmed', { module: 'x', record: 'y' }) },
    [`students ${student(23)}`]: {
      verdict: new RetryLaterError('run.unexpected', { kind: 'a test' }),
      feeds: [{ flow: 'unheard-of', subject: '1' }],
    },
  }
  const { items, counts } = await make(['students'])
  expect(counts.byStatus).toEqual({ noted: 3 })
  expect(items.map(({ verdict }) => verdict?.status)).toEqual(['failed', 'waiting', 'again'])
})

test('only names with a flow are planned, in the order of what depends on what', async () => {
  const { plan, ended } = await plannerWith().create(DEFAULT_TENANT, 'a test', {})
  await ended
  expect(plan.scope.names).toEqual(['students', 'registrations', 'finance'])
  await expect(make(['classes'])).rejects.toThrow('flow.none_yet')
})

test('a plan that could not be made says why, and one whose process was killed has failed', async () => {
  records = { BTEC_Students: [record(31)] }
  const trouble = new RetryLaterError('zoho.unreachable', { reason: 'a test' })
  const { plan, ended } = await plannerWith(trouble).create(DEFAULT_TENANT, 'a test', { names: ['students'] })
  await expect(ended).rejects.toThrow('zoho.unreachable')
  expect((await summaryOfPlan(world.desk(), plan.id)).plan).toMatchObject({
    status: 'failed',
    trouble: { code: 'zoho.unreachable' },
  })
  await expect(approvePlan(world.desk(), plan.id)).rejects.toThrow('plan.not_approvable')

  await world.sql(
    `update plans set status = 'creating', trouble = null, seen_at = now() - interval '61 seconds' where id = ${plan.id}`,
  )
  expect((await summaryOfPlan(world.desk(), plan.id)).plan.status).toBe('failed')
})

test('plans go when the payloads of what succeeded do', async () => {
  records = { BTEC_Students: [record(41)] }
  const { plan } = await make(['students'])
  expect(await cleanUpPlans(world.desk())).toBe(0)
  await world.sql(`update plans set created_at = now() - interval '91 days' where id = ${plan.id}`)
  expect(await cleanUpPlans(world.desk())).toBe(1)
  expect(await world.sql(`select * from plan_items where plan = ${plan.id}`)).toEqual([])
})
