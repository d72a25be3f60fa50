import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { setting, settingHistory, settingList, settingRequest, settingSet } from '../../../../../contract/rest/settings.ts'
import { getSetting, historyOfSetting, listSettings, setSetting } from '../../../verbs/settings.ts'
import { iso } from '../../../verbs/tell-event.ts'
import { tellSetting } from '../../../verbs/tell-state.ts'
import type { Routes } from '../api-options.ts'
import { notFound, notUnderstood, refusals } from './answers.ts'

const key = z.object({ key: z.string().min(1).max(100).meta({ example: 'system.dry_run' }) })
const tags = ['settings']

export const settingRoutes =
  ({ deskOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.get(
      '/v1/settings',
      { schema: { summary: 'Every setting with the value in force', tags, response: { 200: settingList, ...refusals } } },
      async (request) => ({ settings: (await listSettings(deskOf(request))).map(tellSetting) }),
    )

    server.get(
      '/v1/settings/:key',
      { schema: { summary: 'One setting', tags, params: key, response: { 200: setting, ...notFound, ...refusals } } },
      async (request) => tellSetting(await getSetting(deskOf(request), request.params.key)),
    )

    server.put(
      '/v1/settings/:key',
      {
        schema: {
          summary: 'Change a setting; it is in force at once',
          tags,
          params: key,
          body: settingRequest,
          response: { 200: settingSet, ...notFound, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const { released, ...view } = await setSetting(deskOf(request), request.params.key, request.body.value)
        return { ...tellSetting(view), released }
      },
    )

    server.get(
      '/v1/settings/:key/history',
      {
        schema: {
          summary: 'Who changed a setting, newest first',
          tags,
          params: key,
          response: { 200: settingHistory, ...notFound, ...refusals },
        },
      },
      async (request) => ({
        changes: (await historyOfSetting(deskOf(request), request.params.key)).map((change) => ({
          before: change.before,
          after: change.after,
          changed_at: iso(change.changedAt),
          changed_by: change.changedBy,
        })),
      }),
    )
  }
