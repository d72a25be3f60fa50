import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallInProgress, CallList } from './calls.ts'
import type { Fault, Faults } from './faults.ts'
import type { Pacer, Place } from './pace.ts'
import type { Clock, SimulatedSystem, WireAnswer } from './system.ts'

export type Surroundings = {
  clock: Clock
  calls: CallList
  faults: Faults
  pacer: Pacer
  /** Called after every call that may have changed the system. */
  onChange(): void
  /** Ends every wait when the simulators stop. */
  stopping: AbortSignal
}

type Visit = { call: CallInProgress; startedAt: number; place: Place | undefined; fault: Fault | undefined }

/** Mounts one system below `/<name>`: every call is listed, maybe broken, paced, and only then the system's own business. */
export async function mountSystem(server: FastifyInstance, system: SimulatedSystem, around: Surroundings): Promise<void> {
  const prefix = `/${system.name}`
  const visits = new WeakMap<FastifyRequest, Visit>()

  await server.register(
    async (scope) => {
      scope.addHook('onRequest', async (request) => {
        request.rows = { written: 0, found: 0 }
      })

      scope.addHook('preHandler', async (request, reply) => {
        const url = request.url.slice(prefix.length) || '/'
        const operation = system.operationOf({ method: request.method, url, body: request.body })
        const fault = around.faults.take(system.name, operation)
        const call = around.calls.begin({
          at: new Date(around.clock.now()).toISOString(),
          system: system.name,
          operation,
          method: request.method,
          rawUrl: url,
          rawBody: rawBodyOf(request.body),
          rows: request.rows ?? { written: 0, found: 0 },
          ...(fault === undefined ? {} : { fault: fault.how }),
        })
        const visit: Visit = { call, startedAt: performance.now(), place: undefined, fault }
        visits.set(request, visit)
        // 'close' comes whether the answer went out, was thrown away, or the caller hung up; 'finish' and onResponse do not.
        reply.raw.once('close', () => leave(visit, reply, around))

        if (fault !== undefined) {
          const answered = await strike(fault, system, request, reply, around.stopping)
          if (answered) return reply
        }
        visit.place = await around.pacer.enter()
        // The caller may have given up while it queued; a real server would notice as late as this, and still do the work.
        if (reply.raw.destroyed) visit.place.leave()
        return undefined
      })

      scope.addHook('onSend', async (request, reply, payload) => {
        const visit = visits.get(request)
        if (visit === undefined) return payload
        if (visit.place !== undefined) {
          await waited(around.pacer.owedMs(visit.place, visit.call.rows), around.stopping, reply)
        }
        if (visit.fault?.how === 'lose') request.raw.socket.destroy()
        return payload
      })

      await system.routes(scope)
    },
    { prefix },
  )
}

function leave(visit: Visit, reply: FastifyReply, around: Surroundings): void {
  visit.place?.leave()
  visit.call.ms = Math.round((performance.now() - visit.startedAt) * 10) / 10
  if (reply.raw.writableFinished && visit.fault?.how !== 'lose') visit.call.status = reply.raw.statusCode
  if (visit.place !== undefined) around.onChange()
}

/** @returns true when the fault has dealt with the call, so that it must not be processed */
async function strike(
  fault: Fault,
  system: SimulatedSystem,
  request: FastifyRequest,
  reply: FastifyReply,
  stopping: AbortSignal,
): Promise<boolean> {
  switch (fault.how) {
    case 'refuse':
      cut(request, reply)
      return true
    case 'hang':
      await waited(fault.ms, stopping, reply)
      cut(request, reply)
      return true
    case '429':
    case '500':
      send(reply, faultAnswerOf(system, fault.how === '429' ? 429 : 500))
      return true
    case 'expire':
      system.expireTokens()
      return false
    case 'lose':
      return false
  }
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  request.raw.socket.destroy()
}

function send(reply: FastifyReply, answer: WireAnswer): void {
  void reply.code(answer.status).headers(answer.headers).send(answer.body)
}

const faultAnswerOf = (system: SimulatedSystem, status: 429 | 500): WireAnswer =>
  system.faultAnswer?.(status) ?? proxyPage(status)

/** What a web server in front says when the application behind it does not. */
function proxyPage(status: 429 | 500): WireAnswer {
  const title = status === 429 ? '429 Too Many Requests' : '500 Internal Server Error'
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  return { status, headers: { 'content-type': 'text/html' }, body }
}

/** A wait that ends early when the simulators stop or the caller hangs up. */
function waited(milliseconds: number, stopping: AbortSignal, reply: FastifyReply): Promise<void> {
  if (milliseconds <= 0 || stopping.aborted || reply.raw.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      stopping.removeEventListener('abort', done)
      reply.raw.off('close', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    stopping.addEventListener('abort', done, { once: true })
    reply.raw.once('close', done)
  })
}

function rawBodyOf(body: unknown): Buffer | string | null {
  if (body === undefined || body === null) return null
  if (Buffer.isBuffer(body) || typeof body === 'string') return body
  return JSON.stringify(body)
}
