import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { RejectedError } from '../../../domain/errors.ts'
import { DEFAULT_TENANT } from '../../../domain/ids.ts'
import type { Routes } from '../api-options.ts'
import { notFound, refusals } from './answers.ts'

/** What Prometheus asks for. The numbers are of all colleges, so only the default one's keys, which are the operator's, may see them. */
export const metricsRoute =
  ({ registry, deskOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.get(
      '/metrics',
      {
        schema: {
          summary: 'Figures for Prometheus, of the whole service',
          tags: ['health'],
          response: { 200: { description: 'OK', content: { 'text/plain': { schema: z.string() } } }, ...notFound, ...refusals },
        },
      },
      async (request, reply) => {
        if (deskOf(request).tenant !== DEFAULT_TENANT)
          throw new RejectedError('api.not_found', { what: 'GET address', id: '/metrics' }, 404)
        return reply.type(registry.contentType).send(await registry.metrics())
      },
    )
  }
