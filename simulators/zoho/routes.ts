import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mountAbsent } from './absent-routes.ts'
import { mountAccounts } from './accounts-routes.ts'
import type { ModuleCall, RecordCall, Session, ZohoAnswer, ZohoCall } from './call.ts'
import { isObject } from './check-record.ts'
import { creditsOfCoql, moduleOfCoql, runCoql } from './coql.ts'
import { listDeleted } from './deleted.ts'
import { errorBody, notSimulated, RefusedRequest } from './errors.ts'
import { createGate, type Needs } from './gate.ts'
import type { Limits } from './limits.ts'
import { list } from './list.ts'
import * as metadata from './metadata.ts'
import type { Oauth } from './oauth.ts'
import type { PageTokens } from './page-tokens.ts'
import { readJson, takeBodiesAsBytes } from './read-body.ts'
import { readOne } from './read-one.ts'
import type { ModuleSchema } from './schema.ts'
import { moduleScope, type Operation } from './scopes.ts'
import { count, search } from './search.ts'
import type { SearchIndex } from './search-index.ts'
import { send } from './send.ts'
import { upsert } from './upsert.ts'
import type { World } from './world.ts'
import { insert, removeMany, removeOne, update } from './write.ts'

export type Parts = { world: World; oauth: Oauth; limits: Limits; tokens: PageTokens; index: SearchIndex }

type Parameters = { module?: string; id?: string }
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const cheap: Omit<Needs, 'scopes'> = { credits: 1, limited: false }

/** First words of paths that are no records at all. */
const notModules = new Set(['settings', 'actions', 'files', 'functions', 'workflow_configurations', 'users', 'org', 'coql'])

const recordsIn = (body: unknown): number => (isObject(body) && Array.isArray(body.data) ? body.data.length : 1)

/** 1 credit for every ten records; more than ten at once are counted as heavy calls (reference/zoho.md §3). */
const writing = (records: number): Omit<Needs, 'scopes'> => ({
  credits: Math.max(1, Math.ceil(records / 10)),
  limited: records > 10,
})

export const mountRoutes = (server: FastifyInstance, parts: Parts): void => {
  const { world, oauth, limits, tokens, index } = parts
  takeBodiesAsBytes(server)
  const gate = createGate(world, oauth, limits, server)

  server.setErrorHandler((error, request, reply) => {
    if (error instanceof RefusedRequest) return send(reply, error.status, error.body)
    request.log.error(error)
    return send(reply, 500, errorBody('INTERNAL_ERROR', 'Internal Server Error', { simulator: String(error) }))
  })

  const callOf = (request: FastifyRequest, session: Session): ZohoCall => ({
    query: request.query as Record<string, string>,
    header: (name) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
    body: readJson(request.body),
    session,
  })
  const answer = (request: FastifyRequest, reply: FastifyReply, done: ZohoAnswer) => {
    if (request.rows !== undefined) {
      request.rows.found += done.rowsFound ?? 0
      request.rows.written += done.rowsWritten ?? 0
    }
    return send(reply, done.status, done.body)
  }

  const route = (
    method: Method,
    url: string,
    needs: (call: ZohoCall) => Needs,
    handle: (call: ZohoCall, parameters: Parameters) => ZohoAnswer,
  ) => {
    server.route({
      method,
      url: `/crm/v8${url}`,
      handler: (request, reply) => {
        const session = gate.admit(request, reply)
        const call = callOf(request, session)
        gate.check(session, needs(call), reply)
        return answer(request, reply, handle(call, request.params as Parameters))
      },
    })
  }
  const moduleRoute = (
    method: Method,
    url: string,
    operation: Operation,
    price: (call: ZohoCall) => Omit<Needs, 'scopes'>,
    handle: (call: ModuleCall & RecordCall) => ZohoAnswer,
    otherScopes: string[] = [],
  ) => {
    server.route({
      method,
      url: `/crm/v8${url}`,
      handler: (request, reply) => {
        const session = gate.admit(request, reply)
        const { module: name = '', id = '' } = request.params as Parameters
        if (notModules.has(name) || name.startsWith('__')) throw notSimulated(`${request.method} ${request.url.split('?')[0]}`)
        const module: ModuleSchema = world.store.module(name)
        const call = callOf(request, session)
        gate.check(session, { ...price(call), scopes: [moduleScope(module, operation), ...otherScopes] }, reply)
        return answer(request, reply, handle({ ...call, module, id }))
      },
    })
  }

  mountAccounts(server, oauth)

  const settings = (scope: string) => (): Needs => ({ ...cheap, scopes: [`ZohoCRM.${scope}.READ`] })
  route('GET', '/org', settings('org'), () => metadata.showOrganisation(world))
  route('GET', '/users', settings('users'), (call) => metadata.showUsers(world, call))
  route('GET', '/settings/modules', settings('settings.modules'), () => metadata.listModules(world))
  route('GET', '/settings/modules/:module', settings('settings.modules'), (_call, { module = '' }) =>
    metadata.oneModule(world, module),
  )
  route('GET', '/settings/fields', settings('settings.fields'), (call) => metadata.listFields(world, call))
  route('GET', '/settings/fields/:id', settings('settings.fields'), (call, { id = '' }) => metadata.oneField(world, call, id))
  route('GET', '/settings/layouts', settings('settings.layouts'), (call) => metadata.listLayouts(world, call))
  route('GET', '/settings/related_lists', settings('settings.related_lists'), (call) => metadata.listRelatedLists(world, call))

  route(
    'POST',
    '/coql',
    (call) => {
      const module = world.store.schema.get(moduleOfCoql(call.body) ?? '')
      const scopes = ['ZohoCRM.coql.READ', ...(module === undefined ? [] : [moduleScope(module, 'READ')])]
      return { scopes, credits: creditsOfCoql(call.body), limited: true }
    },
    (call) => runCoql(world, call),
  )

  const searchScope = ['ZohoSearch.securesearch.READ']
  moduleRoute(
    'GET',
    '/:module',
    'READ',
    (call) => ({ credits: 1, limited: call.query.sort_by !== undefined }),
    (call) => list(world, tokens, call),
  )
  moduleRoute(
    'POST',
    '/:module',
    'CREATE',
    (call) => writing(recordsIn(call.body)),
    (call) => insert(world, call),
  )
  moduleRoute(
    'PUT',
    '/:module',
    'UPDATE',
    (call) => writing(recordsIn(call.body)),
    ({ id: _none, ...call }) => update(world, call),
  )
  moduleRoute(
    'DELETE',
    '/:module',
    'DELETE',
    (call) => ({ ...writing((call.query.ids ?? '').split(',').length), limited: false }),
    (call) => removeMany(world, call),
  )
  moduleRoute(
    'POST',
    '/:module/upsert',
    'UPDATE',
    (call) => writing(recordsIn(call.body)),
    (call) => upsert(world, call),
  )
  moduleRoute(
    'GET',
    '/:module/deleted',
    'READ',
    () => ({ credits: 2, limited: false }),
    (call) => listDeleted(world, call),
  )
  moduleRoute(
    'GET',
    '/:module/search',
    'READ',
    () => ({ credits: 1, limited: true }),
    (call) => search(world, index, call),
    searchScope,
  )
  moduleRoute(
    'GET',
    '/:module/actions/count',
    'READ',
    () => cheap,
    (call) => count(world, index, call),
    searchScope,
  )
  moduleRoute(
    'GET',
    '/:module/:id',
    'READ',
    () => cheap,
    (call) => readOne(world, call),
  )
  moduleRoute(
    'PUT',
    '/:module/:id',
    'UPDATE',
    () => cheap,
    (call) => update(world, call),
  )
  moduleRoute(
    'DELETE',
    '/:module/:id',
    'DELETE',
    () => cheap,
    (call) => removeOne(world, call),
  )

  mountAbsent(server, gate.admit)
}
