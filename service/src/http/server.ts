import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { RejectedError } from '../domain/errors.ts'
import { type Problem, refusalOf } from './problem.ts'

/** Largest body of any request. A hint is some 300 bytes, a batch of a hundred some 30 KiB. */
export const BODY_LIMIT_BYTES = 64 * 1024

export type ServerOptions = {
  /** Without one the server is silent. */
  logger?: FastifyBaseLogger
  /** The doors, each in a scope of its own: what one says about bodies does not reach the others. */
  plugins: readonly FastifyPluginAsync[]
}

/** The HTTP server with its doors. Whatever goes wrong behind any of them is answered as `application/problem+json`. */
export function createServer({ logger, plugins }: ServerOptions): FastifyInstance {
  const server = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    // Two lines per request cost as much as checking its signature; doors log what is worth it.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    // What still comes in while we stop is served: the parts behind the doors stop later.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
  })
  server.register(helmet)
  server.setErrorHandler(refuse)
  server.setNotFoundHandler((request) => {
    throw new RejectedError('api.not_found', { what: `${request.method} address`, id: pathOf(request.url) }, 404)
  })
  for (const plugin of plugins) server.register(plugin)
  return server
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, headers } = refusalOf(error, request.id)
  if (problem.status === 500)
    request.log.error({ err: error, reference: request.id, url: pathOf(request.url) }, 'unexpected error')
  else if (problem.status === 503) request.log.warn({ err: error, url: pathOf(request.url) }, problem.code)
  return send(reply, problem, headers)
}

const send = (reply: FastifyReply, problem: Problem, headers: Record<string, string>): FastifyReply =>
  reply.code(problem.status).headers(headers).type('application/problem+json').send(problem)

/** Without the query, which may hold what should not be logged or said back. */
const pathOf = (url: string): string => (url.split('?', 1)[0] ?? '').slice(0, 200)
