import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { event, putBack, releaseRequest, resetRequest } from '../../../../../contract/rest/events.ts'
import { countReleasable, countResettable, releaseEvents, resetEvents, retryEvent } from '../../../verbs/put-back.ts'
import { tellEvent } from '../../../verbs/tell-event.ts'
import type { Routes } from '../api-options.ts'
import { filterOf } from '../filter-of.ts'
import { eventId, notFound, notNow, notUnderstood, refusals } from './answers.ts'

export const putBackRoutes =
  ({ deskOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.post(
      '/v1/events/:id/retry',
      {
        schema: {
          summary: 'Put a settled event back in line',
          tags: ['verbs'],
          params: eventId,
          response: { 202: event, ...notFound, ...notNow, ...refusals },
        },
      },
      async (request, reply) => reply.code(202).send(tellEvent(await retryEvent(deskOf(request), request.params.id))),
    )

    server.post(
      '/v1/events/release',
      {
        schema: {
          summary: 'Run held and rehearsed events; while the rehearsal is on they are only rehearsed again',
          tags: ['verbs'],
          body: releaseRequest,
          response: { 200: putBack, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const { switch: name, status, count_only: countOnly, ...choice } = request.body
        const filter = {
          ...filterOf(choice),
          ...(status === undefined ? {} : { statuses: [status] }),
          ...(name === undefined ? {} : { waitingFor: `switch:${name}` }),
        }
        const act = countOnly ? countReleasable : releaseEvents
        return { events: await act(deskOf(request), filter), done: !countOnly }
      },
    )

    server.post(
      '/v1/events/reset',
      {
        schema: {
          summary: 'Put failed events back in line; count_only says how many there are',
          tags: ['verbs'],
          body: resetRequest,
          response: { 200: putBack, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const { count_only: countOnly, ...choice } = request.body
        const act = countOnly ? countResettable : resetEvents
        return { events: await act(deskOf(request), filterOf(choice)), done: !countOnly }
      },
    )
  }
