import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { bodyOf } from './control-request.ts'
import type { MoodleSimulator } from './moodle/moodle.ts'
import type { DeliveryBehaviour, RecordEvent, WebhookTarget, ZohoBehaviour, ZohoSimulator } from './zoho/zoho.ts'

type Systems = { zoho: ZohoSimulator; moodle: MoodleSimulator }

const share = z.number().min(0).max(1)
const delivery = z
  .strictObject({ delayMs: z.number().min(0), jitterMs: z.number().min(0), duplicate: share, drop: share, reorder: share })
  .partial()
const webhookTarget = z.strictObject({ url: z.url(), token: z.string().min(1), behaviour: delivery.default({}) })
const recordEvent = z.strictObject({
  module: z.string(),
  id: z.string(),
  event: z.enum(['create', 'edit', 'delete']).default('edit'),
})
const moodleSettings = z
  .strictObject({ maxInputVars: z.int().min(1), debug: z.boolean(), maintenance: z.boolean(), plugin: z.boolean() })
  .partial()

/** What can be told to one system alone: where Zoho's webhooks go and how its organisation behaves, how the Moodle site is set up. */
export function systemControls(server: FastifyInstance, { zoho, moodle }: Systems, onChange: () => void): void {
  server.put('/__sim/webhooks', async (request) => {
    const target = bodyOf(request, webhookTarget)
    zoho.setWebhookTarget({ ...target, behaviour: target.behaviour as Partial<DeliveryBehaviour> } satisfies WebhookTarget)
    return zoho.deliveries()
  })
  server.delete('/__sim/webhooks', async () => {
    zoho.setWebhookTarget(undefined)
    return zoho.deliveries()
  })
  server.get('/__sim/webhooks', async () => zoho.deliveries())
  server.post('/__sim/webhooks/drain', async () => {
    await zoho.drained()
    return zoho.deliveries()
  })

  server.post('/__sim/fire', async (request) => ({ deliveries: zoho.fire(bodyOf(request, recordEvent) satisfies RecordEvent) }))

  server.patch('/__sim/zoho/behaviour', async (request) => {
    const change = bodyOf(request, z.record(z.string(), z.unknown())) as Partial<ZohoBehaviour>
    zoho.behave(change)
    return change
  })
  server.post('/__sim/zoho/settle-search', async () => {
    zoho.settleSearch()
    return {}
  })
  server.post('/__sim/zoho/restore', async (request, reply) => {
    const { module, id } = bodyOf(request, z.strictObject({ module: z.string(), id: z.string() }))
    const restored = zoho.restoreDeleted(module, id)
    onChange()
    return restored ?? reply.code(404).send({ error: `No deleted ${module} with the id ${id}` })
  })

  server.put('/__sim/moodle/maintenance', async (request) => {
    const { on } = bodyOf(request, z.strictObject({ on: z.boolean() }))
    onChange()
    return { on: moodle.configure({ maintenance: on }).maintenance }
  })
  server.get('/__sim/moodle/settings', async () => moodle.settings())
  server.patch('/__sim/moodle/settings', async (request) => {
    onChange()
    const change = Object.entries(bodyOf(request, moodleSettings)).filter(([, setting]) => setting !== undefined)
    return moodle.configure(Object.fromEntries(change))
  })
}
