import swagger from '@fastify/swagger'
import type { FastifyPluginAsync } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { ApiOptions, Routes } from './api-options.ts'
import { createGuard } from './guard.ts'
import { docs } from './routes/docs.ts'
import { driftRoutes } from './routes/drift.ts'
import { eventRoutes } from './routes/events.ts'
import { fieldMappingRoutes } from './routes/field-mappings.ts'
import { healthRoutes } from './routes/health.ts'
import { metricsRoute } from './routes/metrics.ts'
import { namedSyncRoutes } from './routes/named-syncs.ts'
import { planRoutes } from './routes/plans.ts'
import { putBackRoutes } from './routes/put-back.ts'
import { settingRoutes } from './routes/settings.ts'
import { studentRoutes } from './routes/students.ts'
import { syncRoutes } from './routes/sync.ts'
import { withoutUnused } from './without-unused.ts'

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
      transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
    })

    const routes: Routes = {
      ...options,
      deskOf(request) {
        const { tenant, name } = guard.holderOf(request)
        return { database: options.database, tenant, who: `key ${name}`, afterCommit: options.afterCommit }
      },
    }
    for (const plugin of [
      eventRoutes,
      putBackRoutes,
      settingRoutes,
      fieldMappingRoutes,
      syncRoutes,
      namedSyncRoutes,
      planRoutes,
      driftRoutes,
      studentRoutes,
      healthRoutes,
      metricsRoute,
      docs,
    ]) {
      await server.register(plugin(routes))
    }
  }
