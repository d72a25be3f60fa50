import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewEvent } from '../../src/domain/events.ts'
import { DEFAULT_TENANT } from '../../src/domain/ids.ts'
import { insertEvents } from '../../src/ledger/receive.store.ts'
import { createLedgerWorld, type LedgerWorld } from '../ledger-world.ts'

let world: LedgerWorld
beforeAll(async () => {
  world = await createLedgerWorld()
})
afterAll(() => world.stop())

const event = (source: NewEvent['source'], eventId: string): NewEvent => ({
  source,
  eventId,
  name: `${source}.test`,
  eventType: 'updated',
  recordId: eventId,
  payload: {},
  bodyHash: `${source} ${eventId}`,
  lane: 'live',
})
const route = (flow: string, subject: string) => ({ flow, subject })

test('each event of a batch promises its own routes: ids are unique within their source only, and some feed no flow', async () => {
  const ids = await insertEvents(world.database, DEFAULT_TENANT, [
    { event: event('zoho', 'same'), routes: [route('a', 'zoho'), route('b', 'zoho'), route('c', 'zoho')] },
    { event: event('moodle', 'same'), routes: [route('a', 'moodle'), route('b', 'moodle')] },
    { event: event('moodle', 'nobody'), routes: [] },
    { event: event('zoho', 'same'), routes: [route('a', 'twice')] },
  ])
  const [zoho, moodle, nobody, twice] = ids
  expect(twice).toBeUndefined()
  const { rows } = await world.database.asQueue((tx) =>
    tx.query('select flow, subject, hints from queue_jobs order by subject, flow'),
  )
  const told = rows.map(({ flow, subject, hints }) => [flow, subject, (hints as string[]).map(Number)])
  expect(told).toEqual([
    ['a', 'moodle', [moodle]],
    ['b', 'moodle', [moodle]],
    ['a', 'zoho', [zoho]],
    ['b', 'zoho', [zoho]],
    ['c', 'zoho', [zoho]],
  ])
  expect(nobody).toBeDefined()
})
