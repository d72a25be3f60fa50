import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  syncAccepted,
  syncHistory as syncHistoryAnswer,
  syncNames,
  syncRequest,
  syncStatus as syncStatusAnswer,
} from '../../../../../contract/rest/sync.ts'
import { syncHistory, syncStatus } from '../../../sync/sync-status.ts'
import { everyName, startSync } from '../../../verbs/sync.ts'
import { tellAccepted, tellSync, tellSyncRun } from '../../../verbs/tell-sync.ts'
import type { Routes } from '../api-options.ts'
import { notFound, notNow, notUnderstood, refusals } from './answers.ts'

const tags = ['sync']

export const syncRoutes =
  ({ deskOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.post(
      '/v1/sync/run',
      {
        schema: {
          summary: 'Read one kind of record in bulk, or everything in the order of what depends on what',
          tags,
          body: syncRequest,
          response: { 202: syncAccepted, ...notFound, ...notNow, ...notUnderstood, ...refusals },
        },
      },
      async (request, reply) => {
        const { name, send_mail: sendMail, allow_removals: allowRemovals } = request.body
        const names = name === undefined ? everyName() : [name]
        return reply.code(202).send(tellAccepted(await startSync(deskOf(request), names, { sendMail, allowRemovals })))
      },
    )

    server.get(
      '/v1/sync/status/:job_id',
      {
        schema: {
          summary: 'How far a bulk read is, and what became of its hints',
          tags,
          params: z.object({ job_id: z.string().min(1).max(100) }),
          response: { 200: syncStatusAnswer, ...notFound, ...refusals },
        },
      },
      async (request) => {
        const { database, tenant } = deskOf(request)
        return tellSync(await syncStatus(database, tenant, request.params.job_id))
      },
    )

    server.get(
      '/v1/sync/history',
      {
        schema: {
          summary: 'Bulk reads and requests for single records, newest first',
          tags,
          querystring: z.strictObject({
            name: z.enum(syncNames).optional(),
            limit: z.coerce.number().int().min(1).max(500).default(50),
          }),
          response: { 200: syncHistoryAnswer, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const { database, tenant } = deskOf(request)
        const { name, limit } = request.query
        const runs = await syncHistory(database, tenant, { limit, ...(name === undefined ? {} : { name }) })
        return { runs: runs.map(tellSyncRun) }
      },
    )
  }
