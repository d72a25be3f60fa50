import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { bodyOf, ControlError } from './control-request.ts'
import { actorOf } from './records-control.ts'
import { defaultBehaviour, type ZohoBehaviour } from './zoho/behaviour.ts'
import type { DeliveryBehaviour, RecordEvent, WebhookTarget, ZohoSimulator } from './zoho/zoho.ts'

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

/** Where Zoho's webhooks go and how its organisation behaves. */
export function zohoControls(server: FastifyInstance, zoho: ZohoSimulator, onChange: () => void): void {
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

  server.get('/__sim/zoho/behaviour', async () => zoho.behaviour())
  server.patch('/__sim/zoho/behaviour', async (request) => {
    const change: Partial<ZohoBehaviour> = bodyOf(request, z.record(z.string(), z.unknown()))
    for (const [name, value] of Object.entries(change)) {
      const usual = defaultBehaviour[name as keyof ZohoBehaviour]
      if (usual === undefined)
        throw new ControlError(400, `No behaviour "${name}": there are ${Object.keys(defaultBehaviour).join(', ')}`)
      if (typeof value !== typeof usual) throw new ControlError(400, `${name}: expected a ${typeof usual}`)
    }
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
  fileControls(server, zoho, onChange)
}

type Place = { module: string; id: string; attachment: string }

const photo = z.strictObject({ base64: z.base64() })
const attachment = z.strictObject({ name: z.string().min(1), base64: z.base64() })

/** Photos and attachments, their bytes as base64. */
function fileControls(server: FastifyInstance, { files }: ZohoSimulator, onChange: () => void): void {
  const there = (found: boolean, what: string): void => {
    if (!found) throw new ControlError(404, `No ${what}`)
    onChange()
  }

  server.put<{ Params: Place }>('/__sim/zoho/photos/:module/:id', async (request) => {
    const { module, id } = request.params
    const bytes = Buffer.from(bodyOf(request, photo).base64, 'base64')
    there(files.putPhoto(module, id, bytes, actorOf(request.query)), `${module} with the id ${id}`)
    return {}
  })
  server.delete<{ Params: Place }>('/__sim/zoho/photos/:module/:id', async (request) => {
    const { module, id } = request.params
    there(files.removePhoto(module, id, actorOf(request.query)), `photo on ${module} ${id}`)
    return {}
  })
  server.post<{ Params: Place }>('/__sim/zoho/attachments/:module/:id', async (request) => {
    const { module, id } = request.params
    const { name, base64 } = bodyOf(request, attachment)
    const made = files.attach(module, id, name, Buffer.from(base64, 'base64'), actorOf(request.query))
    there(made !== undefined, `${module} with the id ${id}`)
    return { id: made }
  })
  server.delete<{ Params: Place }>('/__sim/zoho/attachments/:module/:id/:attachment', async (request) => {
    const { module, id, attachment: one } = request.params
    there(files.detach(module, id, one), `attachment ${one} on ${module} ${id}`)
    return {}
  })
}
