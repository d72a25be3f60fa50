import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { idIn, type RunningSimulator, runSimulator } from './running-simulator.ts'
import type { DeliveryBehaviour } from './zoho.ts'

type Delivery = { url: string | undefined; token: string | string[] | undefined; body: Record<string, string> }

let running: RunningSimulator
let listener: Server
let deliveries: Delivery[]
beforeEach(async () => {
  running = await runSimulator()
  deliveries = []
  listener = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    deliveries.push({ url: request.url, token: request.headers['x-campusbridge-token'], body: JSON.parse(text) })
    response.writeHead(202).end()
  })
  await new Promise<void>((resolve) => void listener.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await running.stop()
  listener.closeAllConnections()
  listener.close()
})

const aim = (behaviour: Partial<DeliveryBehaviour> = {}) =>
  running.simulator.setWebhookTarget({
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    token: 'a-token',
    behaviour,
  })
const records = () => running.simulator.records

test('without a target nothing fires', () => {
  records().put('BTEC_Students', { City: 'Konya' }, 'human')
  expect(running.simulator.fire({ module: 'BTEC_Students', id: '1', event: 'edit' })).toBe(0)
})

test('a person sets off the rules: only the id travels, with the static token', async () => {
  aim()
  const { id } = records().put('BTEC_Students', { City: 'Konya' }, 'human')
  records().patch('BTEC_Students', String(id), { City: 'Bursa' }, 'human')
  await running.simulator.drained()
  records().remove('BTEC_Students', String(id), 'human')
  await running.simulator.drained()
  const hint = { module: 'BTEC_Students', record_id: id }
  expect(deliveries.map((each) => each.body)).toEqual([hint, hint, { ...hint, event_type: 'deleted' }])
  expect(deliveries[0]).toMatchObject({ url: '/v1/events/zoho/student', token: 'a-token' })
})

test('what a function changes fires nothing', async () => {
  aim()
  const { id } = records().put('BTEC_Students', { City: 'Konya' }, 'function')
  records().remove('BTEC_Students', String(id), 'function')
  await running.simulator.drained()
  expect(deliveries).toEqual([])
})

test('the API obeys trigger: omitted fires, an empty list does not; a delete asks wf_trigger', async () => {
  aim()
  const write = (trigger: object) => running.call('POST', '/crm/v8/BTEC_Payments', { data: [{ Payment_Amount: 1 }], ...trigger })
  const silent = idIn(await write({ trigger: [] }))
  await write({ trigger: ['approval'] })
  await running.call('DELETE', `/crm/v8/BTEC_Payments/${silent}?wf_trigger=false`)
  expect(running.simulator.deliveries().fired).toBe(0)
  const loud = idIn(await write({}))
  await write({ trigger: ['workflow'] })
  await running.call('DELETE', `/crm/v8/BTEC_Payments/${loud}`)
  await running.simulator.drained()
  expect(deliveries.map((each) => each.url)).toEqual(Array.from({ length: 3 }, () => '/v1/events/zoho/payment'))
})

test('deliveries can come twice or never', async () => {
  aim({ duplicate: 1 })
  running.simulator.fire({ module: 'BTEC_Classes', id: '5725767000000000001', event: 'edit' })
  await running.simulator.drained()
  expect(deliveries).toHaveLength(2)
  aim({ drop: 1 })
  expect(running.simulator.fire({ module: 'BTEC_Classes', id: '5725767000000000001', event: 'edit' })).toBe(0)
  expect(running.simulator.deliveries()).toMatchObject({ delivered: 2, dropped: 1, waiting: 0 })
})

test('deliveries can overtake each other', async () => {
  aim({ reorder: 1, delayMs: 5 })
  running.simulator.fire({ module: 'Products', id: '5725767000000000001', event: 'edit' })
  running.simulator.fire({ module: 'Products', id: '5725767000000000002', event: 'edit' })
  await running.simulator.drained()
  expect(deliveries.map((each) => each.body.record_id)).toEqual(['5725767000000000002', '5725767000000000001'])
})

test('editing the class tells of the class alone', async () => {
  aim()
  const [group] = records().list('BTEC_Classes')
  const { id } = records().put('BTEC_Students', { City: 'Konya' }, 'function')
  records().patch('BTEC_Classes', String(group?.id), { Enrolled_Students: [{ Enrolled_Students: { id } }] }, 'human')
  await running.simulator.drained()
  expect(deliveries.map((each) => each.url)).toEqual(['/v1/events/zoho/class'])
})

test.each([
  ['BTEC_Students', 'student'],
  ['BTEC_Teachers', 'teacher'],
  ['BTEC_Registrations', 'registration'],
  ['BTEC_Classes', 'class'],
  ['BTEC_Enrollments', 'enrollment'],
  ['BTEC_Payments', 'payment'],
  ['BTEC_Grades', 'grade'],
  ['BTEC', 'unit'],
  ['Products', 'program'],
])('%s tells of what people create, edit and delete below %s', async (module, subject) => {
  const student = records().put('BTEC_Students', {}, 'function')
  const needed: Record<string, unknown> =
    module === 'BTEC_Enrollments'
      ? { Classes: records().list('BTEC_Classes')[0], Enrolled_Students: student }
      : { [module === 'Products' ? 'Product_Name' : 'Name']: 'Something new' }
  aim()
  const { id } = records().put(module, needed, 'human')
  records().patch(module, String(id), {}, 'human')
  await running.simulator.drained()
  records().remove(module, String(id), 'human')
  await running.simulator.drained()
  const hint = { module, record_id: id }
  expect(deliveries.map(({ url, body }) => ({ url, body }))).toEqual(
    [hint, hint, { ...hint, event_type: 'deleted' }].map((body) => ({ url: `/v1/events/zoho/${subject}`, body })),
  )
})
