import swagger from '@fastify/swagger'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Desk } from '../../verbs/desk.ts'
import type { TokenState } from '../../verbs/system-health.ts'
import { createGuard } from './guard.ts'
import { docs } from './routes/docs.ts'
import { eventRoutes } from './routes/events.ts'
import { healthRoutes } from './routes/health.ts'
import { metricsRoute } from './routes/metrics.ts'
import { putBackRoutes } from './routes/put-back.ts'
import { settingRoutes } from './routes/settings.ts'
import { syncRoutes } from './routes/sync.ts'

export type ApiOptions = {
  database: Desk['database'] & Parameters<typeof healthRoutes>[0]['database']
  /** Wakes the worker: a verb put work in line. */
  afterCommit: () => void
  /** A college's connections, asked only for what they know and for a probe. */
  connectionsOf: (tenant: Desk['tenant']) => Promise<{
    zoho: { state(): Promise<TokenState>; probe(): Promise<void> }
    moodle: { probe(): Promise<void> }
  }>
  /** Of the default college; every other one has real systems. */
  simulated: { zoho: boolean; moodle: boolean }
  /** The Prometheus registry. */
  registry: { metrics(): Promise<string>; contentType: string }
  /** Whether `/docs` and `/openapi.json` need a key, as everything else does. False in development only. */
  docsNeedKey: boolean
}

/** What the routes work with. */
export type Routes = ApiOptions & { deskOf: (request: FastifyRequest) => Desk }

const openAlways = ['/health']
const openInDevelopment = ['/openapi.json', '/docs', '/docs/', '/docs/js/scalar.js']

/** The REST API. Whatever is not named here as open needs a key, and a key opens the books of its own college only. */
export const api =
  (options: ApiOptions): FastifyPluginAsync =>
  async (server) => {
    server.setValidatorCompiler(validatorCompiler)
    server.setSerializerCompiler(serializerCompiler)
    const guard = createGuard({
      database: options.database,
      open: new Set([...openAlways, ...(options.docsNeedKey ? [] : openInDevelopment)]),
    })
    server.addHook('onRequest', guard.check)

    await server.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Campusbridge',
          version: '1',
          description:
            'What the service did, why, and what to do about it. Every request but GET /health carries a key: `Authorization: Bearer cb_…`.',
        },
        components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
        security: [{ key: [] }],
      },
      transform: jsonSchemaTransform,
      transformObject: jsonSchemaTransformObject,
    })

    const routes: Routes = {
      ...options,
      deskOf(request) {
        const { tenant, name } = guard.holderOf(request)
        return { database: options.database, tenant, who: `key ${name}`, afterCommit: options.afterCommit }
      },
    }
    for (const plugin of [eventRoutes, putBackRoutes, settingRoutes, syncRoutes, healthRoutes, metricsRoute, docs]) {
      await server.register(plugin(routes))
    }
  }
