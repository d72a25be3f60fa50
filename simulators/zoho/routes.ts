import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mountAbsent } from './absent-routes.ts'
import { mountAccounts } from './accounts-routes.ts'
import type { Session, ZohoAnswer, ZohoCall } from './call.ts'
import { creditsOfCoql, moduleOfCoql, runCoql } from './coql.ts'
import { errorBody, notSimulated, RefusedRequest } from './errors.ts'
import type { FailedDeliveries } from './failed-deliveries.ts'
import { createGate, type Needs } from './gate.ts'
import type { Limits } from './limits.ts'
import * as metadata from './metadata.ts'
import type { Oauth } from './oauth.ts'
import type { PageTokens } from './page-tokens.ts'
import { mountPartRoutes } from './part-routes.ts'
import { readJson, takeBodiesAsBytes } from './read-body.ts'
import { mountRecordRoutes } from './record-routes.ts'
import { cheap, type Method, type MountModuleRoute, type PartCall } from './route-kinds.ts'
import { moduleScope } from './scopes.ts'
import type { SearchIndex } from './search-index.ts'
import { send, sendFile } from './send.ts'
import { listWebhookFailures } from './webhook-failures.ts'
import type { World } from './world.ts'

export type Parts = {
  world: World
  oauth: Oauth
  limits: Limits
  tokens: PageTokens
  index: SearchIndex
  failures: FailedDeliveries
}

type Parameters = { module?: string; id?: string; part?: string }
/** First words of paths that are no records at all. */
const notModules = new Set(['settings', 'actions', 'files', 'functions', 'workflow_configurations', 'users', 'org', 'coql'])

export const mountRoutes = (server: FastifyInstance, parts: Parts): void => {
  const { world, oauth, limits, tokens, index, failures } = parts
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
    bytes: request.body,
    session,
  })
  const answer = (request: FastifyRequest, reply: FastifyReply, done: ZohoAnswer) => {
    if (request.rows !== undefined) {
      request.rows.found += done.rowsFound ?? 0
      request.rows.written += done.rowsWritten ?? 0
    }
    return done.file === undefined ? send(reply, done.status, done.body) : sendFile(reply, done.file)
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
  const moduleRoute: MountModuleRoute = (method, url, operation, price, handle, scopesOf) => {
    server.route({
      method,
      url: `/crm/v8${url}`,
      handler: (request, reply) => {
        const session = gate.admit(request, reply)
        const { module: name = '', id = '', part = '' } = request.params as Parameters
        if (notModules.has(name) || name.startsWith('__') || (id === 'actions' && part !== ''))
          throw notSimulated(`${request.method} ${request.url.split('?')[0]}`)
        const module = world.store.module(name)
        const call: PartCall = { ...callOf(request, session), module, id, part }
        const scopes = scopesOf?.(module, call) ?? [moduleScope(module, operation)]
        gate.check(session, { ...price(call), scopes }, reply)
        return answer(request, reply, handle(call))
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
  route('GET', '/settings/automation/webhook_failures', settings('settings.automation_actions'), (call) =>
    listWebhookFailures(world, failures.list(), call),
  )

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

  mountRecordRoutes(moduleRoute, { world, tokens, index })
  mountPartRoutes(moduleRoute, { world, tokens })
  mountAbsent(server, gate.admit)
}
