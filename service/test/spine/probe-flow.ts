import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/db/database.ts'
import { DEFAULT_TENANT, zohoId } from '../../src/domain/ids.ts'
import { completed, waiting } from '../../src/domain/verdicts.ts'
import type { Answer, Flow, Ports } from '../../src/flows/flow.ts'
import { insertEvents } from '../../src/ledger/receive.store.ts'
import { startWorker } from '../../src/queue/worker.ts'
import { createRouter } from '../../src/router/router.ts'

/** What a run of the probe waits for between looking for its parents and answering, when a test wants something to happen there. */
export type Meanwhile = (subjects: readonly string[]) => Promise<void>

/**
 * A flow of the tests' own, as those that will come: it wants nothing but that the student it is named for has an account. It runs in a
 * worker beside the service's, which knows students only.
 */
export function startProbe(database: Database, meanwhile: Meanwhile = async () => {}) {
  const probe: Flow = {
    name: 'probe',
    systems: [],
    async run(subjects, context) {
      const parents = await context.links.moodleOf(
        'BTEC_Students',
        subjects.map(({ id }) => zohoId(id)),
      )
      await meanwhile(subjects.map(({ id }) => id))
      return new Map(
        subjects.map(({ id }): [string, Answer] => {
          const parent = parents.get(zohoId(id))
          if (parent !== undefined) return [id, { verdict: completed('student.in_step', { user: parent.moodleId, note: '' }) }]
          const verdict = waiting(`link:BTEC_Students:${id}`, 'parent.not_linked', { parent: 'BTEC_Students', record: id })
          return [id, { verdict, lookAlsoAt: [{ module: 'BTEC_Students', recordId: id }] }]
        }),
      )
    },
  }
  const errors: unknown[] = []
  const worker = startWorker({
    database,
    flows: [probe.name],
    // It asks the outside nothing.
    runSet: createRouter({ database, flows: [probe], portsFor: async () => ({}) as Ports, log: () => {} }),
    onError: (error) => errors.push(error),
    setSize: 50,
    slots: 3,
    bulkSlots: 1,
    leaseMs: 2_000,
    pollMs: 20,
  })
  return {
    errors,
    stop: () => worker.stop(),
    /** Somebody says that something about this student's class may have changed. @returns the event's id */
    async hint(student: string): Promise<string> {
      const eventId = randomUUID()
      await insertEvents(database, DEFAULT_TENANT, [
        {
          event: {
            source: 'zoho',
            eventId,
            name: 'zoho.class.updated',
            eventType: 'updated',
            module: 'BTEC_Classes',
            recordId: student,
            payload: {},
            bodyHash: eventId,
            lane: 'live',
          },
          routes: [{ flow: probe.name, subject: student }],
        },
      ])
      return eventId
    },
  }
}
