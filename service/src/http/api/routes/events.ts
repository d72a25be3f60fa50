import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { causes } from '../../../../../contract/rest/causes.ts'
import { eventStory } from '../../../../../contract/rest/event-story.ts'
import { eventPage, eventQuery } from '../../../../../contract/rest/events.ts'
import { listCauses } from '../../../verbs/causes.ts'
import { listEvents } from '../../../verbs/list-events.ts'
import { showEvent } from '../../../verbs/show-event.ts'
import { tellCause, tellPage, tellStory } from '../../../verbs/tell-event.ts'
import type { Routes } from '../api-options.ts'
import { filterOf } from '../filter-of.ts'
import { eventId, notFound, notUnderstood, refusals } from './answers.ts'

export const eventRoutes =
  ({ deskOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.get(
      '/v1/events',
      {
        schema: {
          summary: 'Events, newest first',
          tags: ['events'],
          querystring: eventQuery,
          response: { 200: eventPage, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const { cursor, limit, status, ...choice } = request.query
        const filter = { ...filterOf(choice), ...(status === undefined ? {} : { statuses: status }) }
        return tellPage(await listEvents(deskOf(request), filter, { limit, ...(cursor === undefined ? {} : { cursor }) }))
      },
    )

    server.get(
      '/v1/events/:id',
      {
        schema: {
          summary: 'One event from its arrival to its verdict, with every change it made',
          tags: ['events'],
          params: eventId,
          response: { 200: eventStory, ...notFound, ...refusals },
        },
      },
      async (request) => tellStory(await showEvent(deskOf(request), request.params.id)),
    )

    server.get(
      '/v1/causes',
      {
        schema: {
          summary: 'What stands in the way now: failed and waiting events by their reason',
          tags: ['events'],
          response: { 200: causes, ...refusals },
        },
      },
      async (request) => ({ causes: (await listCauses(deskOf(request))).map(tellCause) }),
    )
  }
