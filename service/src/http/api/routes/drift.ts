import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { driftAsked, driftPage, driftQuery, driftReports } from '../../../../../contract/rest/drift.ts'
import { compareNow, listDrift, showDrift } from '../../../verbs/drift.ts'
import type { Routes } from '../api-options.ts'
import { notFound, notUnderstood, refusals } from './answers.ts'

const tags = ['drift']

export const driftRoutes =
  ({ deskOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.get(
      '/v1/drift',
      { schema: { summary: 'Comparisons of both sides, newest first', tags, response: { 200: driftReports, ...refusals } } },
      async (request) => ({ reports: await listDrift(deskOf(request)) }),
    )

    server.post(
      '/v1/drift',
      { schema: { summary: 'Compare both sides now', tags, response: { 202: driftAsked, ...refusals } } },
      async (request, reply) => reply.code(202).send({ status: await compareNow(deskOf(request)) }),
    )

    server.get(
      '/v1/drift/:id',
      {
        schema: {
          summary: 'What a comparison found',
          tags,
          params: z.object({ id: z.string().min(1).max(100).meta({ description: 'Of a report, or `latest`' }) }),
          querystring: driftQuery,
          response: { 200: driftPage, ...notFound, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const { after, limit, flow, subject, cause } = request.query
        const filter = {
          ...(flow === undefined ? {} : { flow }),
          ...(subject === undefined ? {} : { subject }),
          ...(cause === undefined ? {} : { cause }),
        }
        return showDrift(deskOf(request), request.params.id, filter, { limit, ...(after === undefined ? {} : { after }) })
      },
    )
  }
