import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { databaseHealth as databaseAnswer, health, systemHealth as systemAnswer } from '../../../../../contract/rest/health.ts'
import { DEFAULT_TENANT } from '../../../domain/ids.ts'
import { databaseHealth } from '../../../verbs/database-health.store.ts'
import type { Desk } from '../../../verbs/desk.ts'
import { type SystemHealth, systemHealth } from '../../../verbs/system-health.ts'
import { tellSystem } from '../../../verbs/tell-state.ts'
import type { Routes } from '../api-options.ts'
import { refusals } from './answers.ts'

const asked = z.strictObject({ probe: z.enum(['0', '1']).default('0').meta({ description: '1 asks the system now' }) })
const tags = ['health']

export const healthRoutes =
  ({ database, deskOf, connectionsOf, simulated }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.get(
      '/health',
      { schema: { summary: 'Whether the service can do its work', tags, security: [], response: { 200: health, 503: health } } },
      async (request, reply) => {
        try {
          await databaseHealth(database)
          return { status: 'ok' as const }
        } catch (error) {
          // It is open to strangers, who learn no more than that.
          request.log.warn({ err: error }, 'the database cannot be reached')
          return reply.code(503).send({ status: 'not ok' })
        }
      },
    )

    server.get(
      '/health/database',
      { schema: { summary: 'The database', tags, response: { 200: databaseAnswer, ...refusals } } },
      async () => ({ status: 'ok' as const, ...(await databaseHealth(database)) }),
    )

    for (const system of ['zoho', 'moodle'] as const) {
      server.get(
        `/health/${system}`,
        {
          schema: {
            summary: `The college’s connection to ${system === 'zoho' ? 'Zoho' : 'Moodle'}`,
            tags,
            querystring: asked,
            response: { 200: systemAnswer, ...refusals },
          },
        },
        async (request) => {
          const desk = deskOf(request)
          return tellSystem(await healthOf(desk, system, request.query.probe === '1'), standIns(desk.tenant, system))
        },
      )
    }

    const healthOf = (desk: Desk, system: 'zoho' | 'moodle', live: boolean): Promise<SystemHealth> =>
      systemHealth(desk, system, {
        ...(system === 'zoho' ? { tokenState: async () => (await connectionsOf(desk.tenant)).zoho.state() } : {}),
        ...(live ? { probe: async () => (await connectionsOf(desk.tenant))[system].probe() } : {}),
      })

    const standIns = (tenant: Desk['tenant'], system: 'zoho' | 'moodle') =>
      tenant === DEFAULT_TENANT
        ? { simulated: simulated[system], mixed: simulated.zoho !== simulated.moodle }
        : { simulated: false, mixed: false }
  }
