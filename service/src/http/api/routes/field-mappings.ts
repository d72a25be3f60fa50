import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  fieldMapping,
  fieldMappingHistory,
  fieldMappingList,
  fieldMappingPost,
  fieldMappingPreview,
  fieldMappingPreviewRequest,
  fieldMappingRequest,
  rollbackRequest,
} from '../../../../../contract/rest/field-mappings.ts'
import type { Desk } from '../../../verbs/desk.ts'
import { historyOfMapping, listMappings, rollBackMapping, setMapping, showMapping } from '../../../verbs/field-mappings.ts'
import { previewMapping } from '../../../verbs/preview-mapping.ts'
import { tellMapping, tellMappingHistory, tellPreview } from '../../../verbs/tell-mappings.ts'
import type { Routes } from '../api-options.ts'
import { notFound, notNow, notUnderstood, refusals } from './answers.ts'

const set = z.object({ set: z.string().min(1).max(100).meta({ example: 'students' }) })
const tags = ['field mappings']
const silent = (): void => {}
const changed = { 200: fieldMapping, ...notFound, ...notNow, ...notUnderstood, ...refusals }

export const fieldMappingRoutes =
  ({ deskOf, outsideOf }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    const metadataOf = async ({ tenant }: Desk) => (await outsideOf(tenant)).zoho.metadata(silent)
    const change = async (desk: Desk, name: string, body: z.output<typeof fieldMappingRequest>) => {
      const { changes, note, based_on: basedOn } = body
      const how = { ...(note === undefined ? {} : { note }), ...(basedOn === undefined ? {} : { basedOn }) }
      return tellMapping(await setMapping(desk, await metadataOf(desk), name, definite(changes), how))
    }

    server.get(
      '/v1/extension/field-mappings',
      { schema: { summary: 'Where each field that we read comes from', tags, response: { 200: fieldMappingList, ...refusals } } },
      async (request) => ({ field_mappings: (await listMappings(deskOf(request))).map(tellMapping) }),
    )

    server.post(
      '/v1/extension/field-mappings',
      {
        schema: {
          summary: 'Change where fields come from, once Zoho itself bears it out; in force at once',
          tags,
          body: fieldMappingPost,
          response: changed,
        },
      },
      async (request) => {
        const { set: name, ...rest } = request.body
        return change(deskOf(request), name, rest)
      },
    )

    server.get(
      '/v1/extension/field-mappings/:set',
      { schema: { summary: 'One mapping', tags, params: set, response: { 200: fieldMapping, ...notFound, ...refusals } } },
      async (request) => tellMapping(await showMapping(deskOf(request), request.params.set)),
    )

    server.put(
      '/v1/extension/field-mappings/:set',
      { schema: { summary: 'The same, named in the path', tags, params: set, body: fieldMappingRequest, response: changed } },
      async (request) => change(deskOf(request), request.params.set, request.body),
    )

    server.post(
      '/v1/extension/field-mappings/:set/preview',
      {
        schema: {
          summary: 'How one real record would be read after a change; nothing is stored',
          tags,
          params: set,
          body: fieldMappingPreviewRequest,
          response: { 200: fieldMappingPreview, ...notFound, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const desk = deskOf(request)
        const { zoho } = await outsideOf(desk.tenant)
        const asked = { zoho: zoho.port(silent, 'live'), metadata: zoho.metadata(silent) }
        const { record_id: record, changes = {} } = request.body
        return tellPreview(await previewMapping(desk, asked, request.params.set, record, definite(changes)))
      },
    )

    server.get(
      '/v1/extension/field-mappings/:set/history',
      {
        schema: {
          summary: 'Who changed a mapping, newest first',
          tags,
          params: set,
          response: { 200: fieldMappingHistory, ...notFound, ...refusals },
        },
      },
      async (request) => {
        const name = request.params.set
        return tellMappingHistory(name, await historyOfMapping(deskOf(request), name))
      },
    )

    server.post(
      '/v1/extension/field-mappings/:set/rollback',
      { schema: { summary: 'Go back to an older version', tags, params: set, body: rollbackRequest, response: changed } },
      async (request) => {
        const desk = deskOf(request)
        const { version, note } = request.body
        const how = note === undefined ? {} : { note }
        return tellMapping(await rollBackMapping(desk, await metadataOf(desk), request.params.set, version, how))
      },
    )
  }

type Asked = z.output<typeof fieldMappingRequest>['changes']
type Definite = Parameters<typeof setMapping>[3]

/** Absent and undefined are the same in JSON, which the compiler cannot know. */
const definite = (changes: Asked): Definite => changes as Definite
