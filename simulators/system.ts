import type { FastifyInstance } from 'fastify'

/** Who changes a record: decides which automations fire, as in Zoho itself. */
export type Actor = 'human' | 'function' | 'api'

export type SimulatedRecord = Record<string, unknown> & { id: string | number }

/**
 * One simulated outside system. The shell (`server.ts`) mounts it below its name, counts and logs its calls, breaks them on demand and
 * keeps its state between starts. The system itself only knows its own wire and its own records.
 */
export type SimulatedSystem = {
  name: 'zoho' | 'moodle'
  /** Mounts the wire routes, relative to the system's own prefix. */
  routes(server: FastifyInstance): void | Promise<void>
  /** Names a request for the call list and for faults: `GET /crm/v8/BTEC_Students` in Zoho, the `wsfunction` in Moodle. */
  operationOf(request: { method: string; url: string; body: unknown }): string
  /** What the control surface reads and writes, by module (`BTEC_Students`, `users`). */
  records: {
    modules(): string[]
    list(module: string): SimulatedRecord[]
    get(module: string, id: string): SimulatedRecord | undefined
    /** Creates the record, or replaces it whole. */
    put(module: string, record: Record<string, unknown>, as: Actor): SimulatedRecord
    patch(module: string, id: string, fields: Record<string, unknown>, as: Actor): SimulatedRecord | undefined
    remove(module: string, id: string, as: Actor): boolean
  }
  /** Back to the seeded college, or to an empty system. */
  reset(seed: 'college' | 'empty'): void
  /** Everything worth keeping between two starts, as JSON. */
  snapshot(): unknown
  restore(snapshot: unknown): void
  /** Makes a token unusable from the next call on, as when it expires in mid-run. */
  expireTokens(): void
  /** How this system itself words a 429 or a 500, for the faults of that name; without it the shell answers a proxy's HTML page. */
  faultAnswer?(status: 429 | 500): WireAnswer
}

/** An answer as it goes over the wire. */
export type WireAnswer = { status: number; headers: Record<string, string>; body: string }

/**
 * Rows that one call wrote and found. The shell puts a zeroed count on every request; a system adds to it
 * (`if (request.rows) request.rows.found += users.length`) and the pace turns rows into waiting time.
 */
export type RowCount = { written: number; found: number }

declare module 'fastify' {
  interface FastifyRequest {
    rows?: RowCount
  }
}

/** How slow a system is: a fixed price per call, a price per row, and how many calls it serves at once (0 = no limit). */
export type Pace = { perCallMs: number; perRowWrittenMs: number; perRowFoundMs: number; servedAtOnce: number }

/** A time source that `/__sim/clock` can move. Milliseconds since the epoch. */
export type Clock = { now(): number }
