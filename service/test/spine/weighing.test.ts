import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RetryLaterError } from '../../src/domain/errors.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { completed, completedButLook, held, needsAttention, skipped, waiting } from '../../src/domain/verdicts.ts'
import type { Settled } from '../../src/flows/flow.ts'
import { putBackInLine } from '../../src/ledger/requeue.store.ts'
import { createSeveralFlows, type SeveralFlows } from '../several-flows.ts'

let world: SeveralFlows
beforeAll(async () => {
  world = await createSeveralFlows()
})
afterAll(() => world.stop())

const said = {
  completed: completed('student.in_step', { user: 7, note: '' }),
  'completed, but look': completedButLook('student.left_suspended', { user: 7 }),
  skipped: skipped('record.echo', {}),
  failed: needsAttention('student.no_last_name', { student: 'x' }),
  waiting: waiting('link:BTEC_Students:9', 'record.gone_unconfirmed', { module: 'BTEC_Students', record: '9' }),
  held: held('removals:BTEC_Students', 'removal.held', { module: 'BTEC_Students', limit: 10 }),
  again: new RetryLaterError('zoho.busy', {}),
} as const satisfies Record<string, Settled['verdict']>
type Said = keyof typeof said

const flows = ['a', 'b', 'c', 'd'] as const
type Flow = (typeof flows)[number]

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      flow: fc.constantFrom(...flows),
      says: fc.constantFrom(...(Object.keys(said) as Said[])),
      feeds: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retry' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('a later hint succeeds' as const), flow: fc.constantFrom(...flows) }) },
)

/** What should be known of one key: `said` is absent while it has no answer. */
type Key = { said?: Said | 'gave up'; inLine: boolean; attempts: number }

const statusOf = (one: NonNullable<Key['said']>) =>
  one === 'gave up' ? 'failed' : one === 'completed, but look' ? 'completed' : one === 'again' ? 'pending' : one
const causeOf: Partial<Record<NonNullable<Key['said']>, string>> = {
  failed: 'student.no_last_name x',
  waiting: 'record.gone_unconfirmed',
  'gave up': 'run.gave_up zoho.busy',
}
const order = ['failed', 'held', 'waiting', 'pending', 'completed, but look', 'completed', 'skipped']
const rank = (one: NonNullable<Key['said']>) => order.indexOf(one === 'completed, but look' ? one : statusOf(one))

class Model {
  readonly keys = new Map<Flow, Key>()
  /** Nobody has looked since it was put in line as a whole. */
  fresh = true

  constructor() {
    for (const flow of ['a', 'b', 'c'] as const) this.join(flow)
  }

  join(flow: Flow): void {
    this.keys.set(flow, { inLine: true, attempts: 0 })
  }

  answer(flow: Flow, says: Said): void {
    const key = this.keys.get(flow)
    if (key === undefined) throw new Error('no such key')
    this.fresh = false
    if (says === 'again') key.attempts += 1
    key.said = says === 'again' && key.attempts === 3 ? 'gave up' : says
    key.inLine = ['pending', 'waiting'].includes(statusOf(key.said))
  }

  get answers(): NonNullable<Key['said']>[] {
    return [...this.keys.values()].flatMap(({ said }) => said ?? [])
  }

  get status(): string {
    if (this.answers.length === this.keys.size) return statusOf(this.worst[0] as Said)
    return this.fresh || this.answers.length === 0 ? 'pending' : 'processing'
  }

  /** The worst answers; several when they weigh the same. */
  get worst(): NonNullable<Key['said']>[] {
    const least = Math.min(...this.answers.map(rank))
    return this.answers.filter((one) => rank(one) === least)
  }

  retry(): void {
    const all = ['completed', 'skipped'].includes(this.status)
    if (['pending', 'processing', 'waiting'].includes(this.status)) return
    this.fresh = true
    for (const [flow, { said: one }] of this.keys)
      if (all || (one !== undefined && ['failed', 'held'].includes(statusOf(one)))) this.join(flow)
  }

  laterSuccess(flow: Flow): void {
    const key = this.keys.get(flow)
    if (key === undefined) return
    if (key.inLine) this.answer(flow, 'completed')
    else if (key.said !== undefined && statusOf(key.said) === 'failed') key.said = 'completed'
  }
}

test('after every step an event is as bad as the worst of its keys, and its cause is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const id = await world.event(flows.slice(0, 3).map((flow) => ({ flow, subject: '1' })))
      const model = new Model()
      for (const one of steps) {
        if (one.do === 'retry') {
          model.retry()
          await world.database.withTenant(DEFAULT_TENANT, (tx) => putBackInLine(tx, DEFAULT_TENANT, [id], 'person'))
        } else if (one.do === 'a later hint succeeds') {
          model.laterSuccess(one.flow)
          await world.event([{ flow: one.flow, subject: '1' }])
          expect(await world.run(one.flow, { verdict: said.completed })).toBe(true)
        } else {
          await world.hurry()
          const feeds = one.feeds ? [{ flow: 'd', subject: '1' }] : undefined
          const ran = await world.run(one.flow, { verdict: said[one.says], ...(feeds === undefined ? {} : { feeds }) })
          expect(ran).toBe(model.keys.get(one.flow)?.inLine ?? false)
          if (!ran) continue
          if (one.feeds && !model.keys.has('d')) model.join('d')
          model.answer(one.flow, one.says)
        }

        const event = await world.story(id)
        expect(event.status).toBe(model.status)
        expect(event.routes).toBe(model.keys.size)
        expect(event.outcomes.map(({ flow, subject }) => `${flow} ${subject}`)).toEqual(
          [...model.keys.keys()].map((f) => `${f} 1`),
        )
        expect(event.needsAttention).toBe(
          model.answers.some((said) => ['failed', 'gave up', 'completed, but look'].includes(said)),
        )
        const isOpen = [...model.keys.values()].some(({ inLine }) => inLine)
        expect(event.processedAt === null).toBe(isOpen)
        if (model.answers.length > 0) expect(model.worst.map((said) => causeOf[said] ?? null)).toContain(event.cause)
        else expect(event.cause).toBeNull()
        const { kept, counted } = await world.causes()
        expect(kept).toEqual(counted)
        const inLine = [...model.keys].filter(([, key]) => key.inLine).map(([flow]) => `${flow} 1: ${id}`)
        expect(await world.jobs()).toEqual(inLine.sort())
      }
      // Whatever is still open is done, so that the next event stands alone.
      for (const flow of flows) {
        await world.hurry()
        await world.run(flow, { verdict: said.completed })
      }
      await world.database.withTenant(DEFAULT_TENANT, (tx) =>
        tx.query(`update integration_event_outcomes set status = 'completed' where status = 'failed'`),
      )
    }),
    { numRuns: 60 },
  )
}, 180_000)
