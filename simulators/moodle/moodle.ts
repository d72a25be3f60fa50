import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock, SimulatedSystem, WireAnswer } from '../system.ts'
import { maintenancePage } from './maintenance.ts'
import { answerUpload } from './pictures/upload.ts'
import type { AppliedTime } from './plugin/applied-times.ts'
import { emptyRecordTables, type KeptRecordTables, keepRecordTables, restoreRecordTables } from './plugin/record-tables.ts'
import { moodleRecords } from './records.ts'
import { answerRest } from './rest-server.ts'
import { seedWorld } from './seed.ts'
import { defaultSettings, type SiteSettings } from './site.ts'
import { createTeaching, type KeptTables } from './teaching/tables.ts'
import type { MoodleUser } from './user-fields.ts'
import { createUserTable } from './user-table.ts'
import type { Change, MoodleWorld, SentMail, Token } from './world.ts'

export { DEFAULT_MOODLE_TOKEN } from './site.ts'

export type MoodleSimulator = SimulatedSystem & {
  settings(): SiteSettings
  configure(settings: Partial<SiteSettings>): SiteSettings
}

type Snapshot = {
  users: MoodleUser[]
  lastId: number
  tokens: Token[]
  mails: SentMail[]
  /** Not in what an earlier version kept. */
  changes?: Change[]
  fetched?: number[]
  teaching?: KeptTables
  applied?: [string, AppliedTime][]
  studentRecords?: KeptRecordTables
  settings: SiteSettings
}

/** A Moodle 4.5 site as far as accounts go. What it does oddly on purpose stands in `quirks.md`. */
export function createMoodleSimulator(options: { clock: Clock }): MoodleSimulator {
  const world: MoodleWorld = {
    clock: options.clock,
    settings: { ...defaultSettings },
    users: createUserTable(),
    teaching: createTeaching(),
    tokens: new Map(),
    mails: [],
    changes: [],
    fetched: new Set(),
    asOf: new Map(),
    studentRecords: emptyRecordTables(),
  }
  seedWorld(world, 'empty')

  const rest = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (world.settings.maintenance) return send(reply, maintenancePage())
    const mark = request.url.indexOf('?')
    const path = request.url.slice(0, mark === -1 ? undefined : mark)
    return send(
      reply,
      answerRest(world, {
        query: mark === -1 ? '' : request.url.slice(mark + 1),
        contentType: request.headers['content-type'] ?? '',
        body: textOf(request.body),
        siteUrl: `http://${request.headers.host ?? 'localhost'}${path.slice(0, -'/webservice/rest/server.php'.length)}`,
        rows: request.rows ?? { written: 0, found: 0 },
      }),
    )
  }

  const upload = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (world.settings.maintenance) return send(reply, maintenancePage())
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const query = request.url.split('?')[1] ?? ''
    return send(reply, answerUpload(world, { query, contentType: request.headers['content-type'] ?? '', body }))
  }

  return {
    name: 'moodle',
    routes(server) {
      server.route({ method: ['GET', 'POST'], url: '/webservice/rest/server.php', handler: rest })
      server.route({ method: ['GET', 'POST'], url: '/webservice/upload.php', handler: upload })
      server.setNotFoundHandler(async (request, reply) =>
        send(reply, world.settings.maintenance ? maintenancePage() : notSimulated(request.url)),
      )
    },
    operationOf: (request) =>
      functionIn(textOf(request.body)) ?? functionIn(request.url) ?? `${request.method} ${pathOf(request.url)}`,
    records: moodleRecords(world),
    reset: (seed) => seedWorld(world, seed),
    snapshot: (): Snapshot => ({
      users: world.users.all(),
      lastId: world.users.lastId(),
      tokens: [...world.tokens.values()],
      mails: world.mails,
      changes: world.changes,
      fetched: [...world.fetched],
      teaching: world.teaching.kept(),
      applied: [...world.asOf],
      studentRecords: keepRecordTables(world.studentRecords),
      settings: world.settings,
    }),
    restore(snapshot) {
      const kept = snapshot as Snapshot
      seedWorld(world, 'empty')
      world.users.clear()
      world.tokens.clear()
      for (const user of kept.users) world.users.insert(user)
      for (const token of kept.tokens) world.tokens.set(token.id, token)
      world.users.continueFrom(kept.lastId)
      world.mails.push(...kept.mails)
      world.changes.push(...(kept.changes ?? []))
      for (const seq of kept.fetched ?? []) world.fetched.add(seq)
      for (const [key, time] of kept.applied ?? []) world.asOf.set(key, time)
      if (kept.teaching !== undefined) world.teaching.restore(kept.teaching)
      restoreRecordTables(world.studentRecords, kept.studentRecords)
      Object.assign(world.settings, kept.settings)
    },
    expireTokens() {
      const aSecondAgo = Math.floor(world.clock.now() / 1000) - 1
      for (const token of world.tokens.values()) token.validuntil = aSecondAgo
    },
    settings: () => ({ ...world.settings }),
    configure(settings) {
      Object.assign(world.settings, settings)
      return { ...world.settings }
    },
  }
}

const textOf = (body: unknown): string => (Buffer.isBuffer(body) ? body.toString('utf8') : '')
const pathOf = (url: string): string => url.split('?')[0] ?? url

/** Found without parsing the form: this runs once more for every call. */
function functionIn(text: string): string | undefined {
  return /(?:^|[?&])wsfunction=([A-Za-z0-9_]+)/.exec(text)?.[1]
}

/** As bytes: to a string Fastify would add a charset that Moodle does not send. */
function send(reply: FastifyReply, answer: WireAnswer): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).send(Buffer.from(answer.body))
}

const notSimulated = (url: string): WireAnswer => ({
  status: 501,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error: 'not simulated', what: pathOf(url), see: 'simulators/moodle/quirks.md' }),
})
