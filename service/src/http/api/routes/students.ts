import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { studentView } from '../../../../../contract/rest/student-view.ts'
import { mappingsFor } from '../../../mapping/overrides.store.ts'
import { settingsOf } from '../../../settings/settings.store.ts'
import { showStudent } from '../../../verbs/show-student.ts'
import type { Routes } from '../api-options.ts'
import { notFound, notUnderstood, refusals } from './answers.ts'

export const studentRoutes =
  ({ deskOf, outsideOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.get(
      '/v1/students/:id',
      {
        schema: {
          summary: 'One student on both sides as they are now, and what happened to them',
          tags: ['students'],
          params: z.object({ id: z.string().min(1).max(200).meta({ description: 'A Zoho record id, or the academic e-mail' }) }),
          response: { 200: studentView, ...notFound, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const desk = deskOf(request)
        const { zoho, moodle } = await outsideOf(desk.tenant)
        const silent = (): void => {}
        const mappings = await mappingsFor(desk.database, desk.tenant, await settingsOf(desk.database, desk.tenant))
        const sides = { zoho: zoho.port(silent, 'live'), moodle: moodle.port(silent, 'live'), mappings }
        return showStudent(desk, sides, request.params.id)
      },
    )
  }
