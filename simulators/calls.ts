import { redact } from './redact.ts'
import type { SimulatedSystem } from './system.ts'

/** One call that reached a simulator, as `GET /__sim/calls` tells it. */
export type Call = {
  /** Grows by one with every call to any system, never reused. */
  seq: number
  /** When it arrived, by the simulators' clock. */
  at: string
  system: SimulatedSystem['name']
  operation: string
  method: string
  url: string
  body: string | null
  /** null while the call is under way, and for ever when the caller got no answer (refused, lost, hung, gone). */
  status: number | null
  /** From arrival to the last byte; null while under way. */
  ms: number | null
  /** Rows written and found, where the system counts them. */
  rows: { written: number; found: number }
  fault?: string
}

/** What is kept: the raw body is decoded and redacted only when somebody looks. */
type Kept = Omit<Call, 'body' | 'url'> & { rawBody: Buffer | string | null; rawUrl: string }

export type CallInProgress = Kept

const bytesOf = (call: Kept): number => (call.rawBody === null ? 0 : call.rawBody.length) + call.rawUrl.length

/** The last calls, oldest dropped first: at most `limit` of them, holding at most `byteLimit` bytes of bodies and addresses. */
export function createCallList(limit = 50_000, byteLimit = 64 * 1024 * 1024) {
  let kept: Kept[] = []
  let first = 0
  let bytes = 0
  let lastSeq = 0

  const dropOldest = (): void => {
    while (kept.length - first > limit || (bytes > byteLimit && kept.length - first > 1)) {
      const oldest = kept[first]
      if (oldest === undefined) break
      bytes -= bytesOf(oldest)
      first += 1
    }
    // Cutting the dead front off in one piece keeps each arrival cheap.
    if (first > 1024 && first > kept.length / 2) {
      kept = kept.slice(first)
      first = 0
    }
  }

  return {
    begin(call: Omit<Kept, 'seq' | 'status' | 'ms'>): CallInProgress {
      lastSeq += 1
      const entry: Kept = { ...call, seq: lastSeq, status: null, ms: null }
      kept.push(entry)
      bytes += bytesOf(entry)
      dropOldest()
      return entry
    },

    /** Calls after `since`, in order of arrival. */
    list(filter: { system?: string; since?: number; operation?: string } = {}): Call[] {
      const { system, since = 0, operation } = filter
      return kept
        .slice(first)
        .filter(
          (call) =>
            call.seq > since &&
            (system === undefined || call.system === system) &&
            (operation === undefined || call.operation.includes(operation)),
        )
        .map(tell)
    },

    lastSeq: () => lastSeq,

    /** Forgets the calls; numbering goes on, so that a reader's `since` stays true. */
    clear(): void {
      kept = []
      first = 0
      bytes = 0
    },
  }
}

export type CallList = ReturnType<typeof createCallList>

function tell(call: Kept): Call {
  const { rawBody, rawUrl, ...rest } = call
  const text = typeof rawBody === 'string' ? rawBody : (rawBody?.toString('utf8') ?? null)
  return { ...rest, rows: { ...rest.rows }, url: redact(rawUrl), body: text === null ? null : redact(text) }
}
