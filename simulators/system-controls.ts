import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { bodyOf } from './control-request.ts'
import type { MoodleSimulator } from './moodle/moodle.ts'
import type { ZohoSimulator } from './zoho/zoho.ts'
import { zohoControls } from './zoho-controls.ts'

type Systems = { zoho: ZohoSimulator; moodle: MoodleSimulator }

const moodleSettings = z
  .strictObject({ maxInputVars: z.int().min(1), debug: z.boolean(), maintenance: z.boolean(), plugin: z.boolean() })
  .partial()

/** What can be told to one system alone: where Zoho's webhooks go and how its organisation behaves, how the Moodle site is set up. */
export function systemControls(server: FastifyInstance, { zoho, moodle }: Systems, onChange: () => void): void {
  zohoControls(server, zoho, onChange)

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
