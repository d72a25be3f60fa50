import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import { RejectedError, type System } from '../../domain/errors.ts'
import { moodleSubjects, type NewEvent } from '../../domain/events.ts'
import type { TenantId } from '../../domain/ids.ts'
import { zohoSubjects } from '../../domain/zoho-modules.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Receipt } from '../../ledger/receive.store.ts'
import type { AllSettings } from '../../settings/definitions.ts'
import { doorKeysOf } from '../../tenants/door-keys.ts'
import type { Doors } from '../../tenants/doors.ts'
import { fresh } from '../../tenants/fresh.ts'
import { problemOf } from '../problem.ts'
import { answerOf, type BatchResult, refusedResultOf, resultOf } from './answers.ts'
import { type DoorOutcome, doorErrorOf } from './door-errors.ts'
import { linesOf, moodleEventAt, moodleEventOf } from './moodle-event.ts'
import { type Proof, prove, unauthorized } from './proof.ts'
import { createRateGuard } from './rate-guard.ts'
import { zohoEvent } from './zoho-event.ts'

/** Reading the settings for each hint would double the work of accepting it; a change may take this long to be noticed. */
const SETTINGS_KNOWN_FOR_MS = 250

const EMPTY = Buffer.alloc(0)

/** Machines answer machines here: a dozen headers that tell a browser what a page may do would only cost time. */
const NO_PAGE = { helmet: false } as const

type DoorSettings = Pick<AllSettings, 'webhooks.zoho.static_token' | 'webhooks.moodle.static_token' | 'events.rate_limit'>

export type WebhookOptions = {
  doors: Doors
  ledger: Pick<Ledger, 'receive'>
  settings: (tenant: TenantId) => Promise<DoorSettings>
  /** Told what became of each hint, and of each request that was turned away. */
  observe?: (outcome: DoorOutcome) => void
  now?: () => number
}

type Entered = { tenant: TenantId; proof: Proof; body: Buffer; settings: DoorSettings }

/**
 * The door for signed hints: verify the raw bytes, translate, hand over to the ledger, answer. Below `/v1/events` for the default college,
 * below `/v1/t/{tenant}/events` for any other.
 */
export const webhooks =
  ({ doors, ledger, settings, observe = () => {}, now = Date.now }: WebhookOptions): FastifyPluginAsync =>
  async (server) => {
    const takeRoom = createRateGuard(now)
    const settingsOf = perTenant((tenant) => fresh(SETTINGS_KNOWN_FOR_MS, now, () => settings(tenant)))
    // Nobody knows these: an unknown college is refused after the same work as a wrong proof.
    const nobody = doorKeysOf({ zoho: unguessable(), moodle: unguessable() })

    const enter = async (system: System, request: FastifyRequest): Promise<Entered> => {
      const { tenant = 'default' } = request.params as { tenant?: string }
      const body = Buffer.isBuffer(request.body) ? request.body : EMPTY
      const door = await doors.keysOf(tenant)
      const proof = prove(system, (door?.keys ?? nobody)[system], request.headers, body, now())
      if (door === undefined) throw unauthorized()
      const current = await settingsOf(door.tenant)
      if (proof.by === 'token' && !current[`webhooks.${system}.static_token`].enabled) throw unauthorized()
      return { tenant: door.tenant, proof, body, settings: current }
    }

    const receive = async ({ tenant, settings: current }: Entered, event: NewEvent): Promise<Receipt> => {
      takeRoom(tenant, 1, current['events.rate_limit'])
      return ledger.receive(tenant, event)
    }

    const receiveLine = async (tenant: TenantId, line: unknown, requestId: string): Promise<BatchResult> => {
      try {
        const receipt = await ledger.receive(tenant, moodleEventOf(line))
        observe({ source: 'moodle', result: receipt.status })
        return resultOf(receipt)
      } catch (cause) {
        const error = doorErrorOf(cause, requestId)
        if (!(error instanceof RejectedError)) throw error
        observe({ source: 'moodle', result: 'refused', code: error.code })
        return refusedResultOf(line, problemOf(error.code, error.params, error.httpStatus))
      }
    }

    const single = (scope: FastifyInstance, system: System, path: string, toEvent: (entered: Entered) => NewEvent) =>
      scope.post(path, NO_PAGE, async (request, reply) => {
        const entered = await enter(system, request)
        const receipt = await receive(entered, toEvent(entered))
        observe({ source: system, result: receipt.status })
        const { status, body } = answerOf(receipt)
        return reply.code(status).send(body)
      })

    const doorsBelow = (prefix: string) => {
      system('zoho', (scope) => {
        for (const subject of zohoSubjects) {
          single(scope, 'zoho', `${prefix}/zoho/${subject}`, ({ proof, body }) => zohoEvent(subject, proof, body))
        }
      })
      system('moodle', (scope) => {
        for (const subject of moodleSubjects) {
          single(scope, 'moodle', `${prefix}/moodle/${subject}`, ({ proof, body }) => moodleEventAt(subject, proof, body))
        }
        scope.post(`${prefix}/moodle`, NO_PAGE, async (request, reply) => {
          const { tenant, body, settings: current } = await enter('moodle', request)
          const lines = linesOf(body)
          takeRoom(tenant, lines.length, current['events.rate_limit'])
          const results = await Promise.all(lines.map((line) => receiveLine(tenant, line, request.id)))
          return reply.code(202).send({ results })
        })
      })
    }

    const system = (source: System, routes: (scope: FastifyInstance) => void) =>
      server.register(async (scope) => {
        takeRawBodies(scope)
        // A logger of its own for each hint would cost as much as reading it; few hints are ever logged.
        scope.setChildLoggerFactory((logger) => logger)
        scope.setErrorHandler((cause, request) => {
          const error = doorErrorOf(cause, request.id)
          observe({ source, result: 'refused', code: error.code })
          if (error instanceof RejectedError)
            request.log.info({ reqId: request.id, code: error.code, field: error.params.field }, 'webhook refused')
          // The server's one error handler words it.
          throw error
        })
        routes(scope)
      })

    doorsBelow('/v1/events')
    doorsBelow('/v1/t/:tenant/events')
  }

/** The signature covers the bytes, so nobody parses them before it is checked, whatever they claim to be. */
function takeRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.addHook('onRequest', (request, _reply, done) => {
    delete request.raw.headers['content-type']
    done()
  })
}

function perTenant<T>(make: (tenant: TenantId) => () => Promise<T>): (tenant: TenantId) => Promise<T> {
  const made = new Map<TenantId, () => Promise<T>>()
  return (tenant) => {
    const known = made.get(tenant) ?? make(tenant)
    made.set(tenant, known)
    return known()
  }
}

const unguessable = () => ({ secrets: [randomBytes(32).toString('hex')], tokens: [randomBytes(32).toString('hex')] })
