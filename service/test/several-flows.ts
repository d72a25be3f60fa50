import { DEFAULT_TENANT } from '../src/domain/ids.ts'
import type { Route } from '../src/domain/route.ts'
import type { Answer, Flow, Ports } from '../src/flows/flow.ts'
import { claim } from '../src/queue/claim.ts'
import type { ClaimedSet } from '../src/queue/job.ts'
import { createRouter } from '../src/router/router.ts'
import { showEvent } from '../src/verbs/show-event.ts'
import { createLedgerWorld } from './ledger-world.ts'

export type SeveralFlows = Awaited<ReturnType<typeof createSeveralFlows>>

/** A ledger world with flows of any name, whose keys answer what the test tells them, one set at a time. */
export async function createSeveralFlows() {
  const world = await createLedgerWorld()
  const { database } = world
  let serial = 0

  const routerOf = (flow: string, answerOf: (subject: string) => Answer) => {
    const told: Flow = {
      name: flow,
      systems: [],
      run: async (subjects) => new Map(subjects.map(({ id }) => [id, answerOf(id)])),
    }
    return createRouter({ database, flows: [told], portsFor: async () => ({}) as Ports, log: () => {} })
  }
  const take = (flow: string): Promise<ClaimedSet | undefined> =>
    claim(database, { flows: [flow], lanes: 'live and bulk', setSize: 50, worker: 'test', leaseMs: 60_000 })
  const look = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await database.withTenant(DEFAULT_TENANT, (tx) => tx.query(text, values))).rows as Row[]

  return {
    ...world,
    look,
    take,
    /** Runs a set that was taken. */
    finish: (set: ClaimedSet, answerOf: (subject: string) => Answer) => routerOf(set.flow, answerOf)(set),

    /** Runs what is due of a flow, once. @returns whether there was anything */
    async run(flow: string, answer: Answer | ((subject: string) => Answer)): Promise<boolean> {
      const set = await take(flow)
      if (set !== undefined) await routerOf(flow, typeof answer === 'function' ? answer : () => answer)(set)
      return set !== undefined
    },

    /** What backs off or waits is due now. */
    hurry: () => look('update queue_jobs set run_at = now(), waits_for = null'),

    /** An event with keys of the test's choice. @returns its row number */
    async event(routes: readonly Route[], given: { lane?: 'live' | 'bulk'; source?: 'zoho' | 'sync' } = {}): Promise<number> {
      serial += 1
      const { id } = await world.ledger.receive(
        DEFAULT_TENANT,
        {
          source: given.source ?? 'zoho',
          eventId: `several-${serial}`,
          name: 'zoho.payment.updated',
          eventType: 'updated',
          module: 'BTEC_Payments',
          recordId: String(serial),
          payload: {},
          bodyHash: String(serial),
          lane: given.lane ?? 'live',
        },
        routes,
      )
      return id
    },

    async story(id: number) {
      const { event, outcomes, timeline, joined, resolved } = await showEvent({ database, tenant: DEFAULT_TENANT }, String(id))
      return { ...event, outcomes, timeline, joined, resolved }
    },

    /** The jobs there are, as `flow subject: hints`. */
    async jobs(): Promise<string[]> {
      const rows = await look<{ flow: string; subject: string; hints: (string | number)[]; lane: number }>(
        'select flow, subject, hints, lane from queue_jobs order by flow, subject, state',
      )
      return rows.map(({ flow, subject, hints, lane }) => `${flow} ${subject}: ${hints.join(',')}${lane === 0 ? '' : ' bulk'}`)
    },

    /** What the counters say of each cause, and what they should say. */
    async causes() {
      const [kept, counted] = [
        await look(`select cause, events from causes where events <> 0 order by cause`),
        await look(
          `select cause, count(*)::int as events from integration_events_log where cause is not null group by cause order by cause`,
        ),
      ]
      return { kept, counted }
    },
  }
}
