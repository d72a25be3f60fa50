import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { infoOf, type RunningSimulator, runSimulator } from './running-simulator.ts'
import { defaultRules } from './webhook-rules.ts'

let running: RunningSimulator
let listener: Server
let status = 404
beforeEach(async () => {
  running = await runSimulator()
  status = 404
  listener = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end())
  })
  await new Promise<void>((resolve) => void listener.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await running.stop()
  listener.closeAllConnections()
  listener.close()
})

type Failure = {
  webhook: { id: string }
  entity_details: { id: string; module: { api_name: string }; name: string }
  failure_reason: string
} & Record<string, unknown>

const aim = (port = (listener.address() as AddressInfo).port, drop = 0) =>
  running.simulator.setWebhookTarget({ url: `http://127.0.0.1:${port}`, token: 'a-token', behaviour: { drop } })
const ask = (query = '') => running.call('GET', `/crm/v8/settings/automation/webhook_failures${query}`)
const failures = async (query = '') => {
  const answer = await ask(query)
  return answer.status === 204 ? [] : (answer.body as { webhook_failures: Failure[] }).webhook_failures
}
const edit = async (module: string) => {
  const [record] = running.simulator.records.list(module)
  running.simulator.records.patch(module, String(record?.id), {}, 'human')
  await running.simulator.drained()
  return record
}

test('what the target refused or nobody took stands in the list, newest first; what arrived or was dropped does not', async () => {
  aim()
  const refused = await edit('BTEC_Students')
  status = 202
  await edit('BTEC_Classes')
  aim(undefined, 1)
  await edit('BTEC_Payments')
  running.clock.advance(60_000)
  aim(1)
  const unreached = await edit('Products')
  const rule = defaultRules.find((each) => each.module === 'BTEC_Students' && each.on.includes('edit'))
  expect(await failures()).toEqual([
    expect.objectContaining({
      entity_details: expect.objectContaining({ id: unreached?.id, name: unreached?.Product_Name }),
      failure_reason: 'host_unreachable',
      failure_time: '2026-11-24T12:01:00+03:00',
    }),
    {
      id: expect.stringMatching(/^\d{19}$/),
      webhook: rule?.webhook,
      workflow_rule: rule?.workflow,
      entity_details: {
        module: { api_name: 'BTEC_Students', id: expect.any(String) },
        id: refused?.id,
        name: refused?.Name,
      },
      failure_reason: 'page_notfound',
      failure_time: '2026-11-24T12:00:00+03:00',
    },
  ])
})

test('the list can be narrowed to a module, a webhook and days, and has pages', async () => {
  aim()
  await edit('BTEC_Students')
  await edit('BTEC_Classes')
  const [one] = await failures('?module=BTEC_Classes')
  expect(one?.entity_details.module.api_name).toBe('BTEC_Classes')
  const webhook = one?.webhook.id
  expect(await failures(`?webhook_id=${webhook}`)).toEqual([one])
  const page = await ask('?per_page=1&page=2')
  expect(infoOf(page)).toEqual({ per_page: 1, count: 1, page: 2, more_records: false })
  expect(await failures('?from=2026-11-01&to=2026-11-23')).toEqual([])
  expect(await failures('?from=2026-11-24&to=2026-11-24')).toHaveLength(2)
})

test('unless told otherwise it reaches back 30 days, and never more than 90', async () => {
  aim()
  await edit('BTEC_Students')
  running.clock.advance(31 * 86_400_000)
  const authorization = { authorization: `Zoho-oauthtoken ${await running.token()}` }
  const later = (query: string) =>
    running.call('GET', `/crm/v8/settings/automation/webhook_failures${query}`, undefined, authorization)
  expect((await later('')).status).toBe(204)
  expect((await later('?from=2026-11-01')).status).toBe(200)
  expect(await later('?from=2026-08-01')).toMatchObject({ status: 400, body: { code: 'INVALID_DATA' } })
})

test.each([
  ['?module=Leads', { code: 'INVALID_MODULE', details: { param_name: 'module' } }],
  ['?webhook_id=1', { code: 'INVALID_DATA', details: { param_name: 'webhook_id' } }],
  ['?from=yesterday', { code: 'INVALID_DATA', details: { param_name: 'from', expected_data_type: 'date' } }],
  ['?from=2026-11-02&to=2026-11-01', { code: 'INVALID_DATA', details: { param_name: 'from' } }],
])('%s is refused', async (query, body) => {
  expect(await ask(query)).toMatchObject({ status: 400, body })
})

test('failures outlive a restart, not a reset', async () => {
  aim()
  await edit('BTEC_Students')
  const kept = JSON.parse(JSON.stringify(running.simulator.snapshot()))
  running.simulator.restore(kept)
  expect(await failures()).toHaveLength(1)
  running.simulator.reset('college')
  const authorization = { authorization: `Zoho-oauthtoken ${await running.token()}` }
  expect((await running.call('GET', '/crm/v8/settings/automation/webhook_failures', undefined, authorization)).status).toBe(204)
})
