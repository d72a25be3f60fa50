import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { syncStatus as syncStatusAnswer } from '../../../../../contract/rest.ts'
import { syncStatus } from '../../../sync/sync-status.ts'
import { tellSync } from '../../../verbs/tell-state.ts'
import type { Routes } from '../api-options.ts'
import { notFound, refusals } from './answers.ts'

export const syncRoutes =
  ({ deskOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.get(
      '/v1/sync/status/:job_id',
      {
        schema: {
          summary: 'How far a bulk read is, and what became of its hints',
          tags: ['sync'],
          params: z.object({ job_id: z.string().min(1).max(100) }),
          response: { 200: syncStatusAnswer, ...notFound, ...refusals },
        },
      },
      async (request) => {
        const { database, tenant } = deskOf(request)
        return tellSync(await syncStatus(database, tenant, request.params.job_id))
      },
    )
  }
