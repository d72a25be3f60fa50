import { breakersOf } from '../connections/breaker.store.ts'
import type { Code } from '../domain/codes.ts'
import { CodedError, type System } from '../domain/errors.ts'
import { silenceOf } from '../reconcile/silence.store.ts'
import type { Desk } from './desk.ts'
import { lastPing } from './moodle-pings.store.ts'

/** The plugin pings every 15 minutes; cron may be a little late. */
export const SILENT_AFTER_MS = 35 * 60_000

/** What a system's client knows of its connection, without asking anybody. */
export type TokenState = {
  tokenExpiresAt: Date | null
  /** Zoho asked all processes to stop asking for tokens until then. */
  pausedUntil: Date | null
  creditsRemaining: number | null
}

/** A trouble with its parameters: what is said in words where it is read. */
export type Trouble = { code: Code; params: Record<string, string | number> }

export type SystemHealth = {
  system: System
  /** Held: events wait, and one cheap read asks from time to time whether it is well again. */
  held: boolean
  heldBecause: Trouble | null
  heldSince: Date | null
  nextProbeAt: Date | null
  outagesInARow: number
  token: TokenState | null
  /** When Moodle's plugin last gave its sign of life; null for Zoho, and without the plugin. */
  lastPing: Date | null
  /** When it last told us of anything by itself; null when it never has. */
  lastEvent: Date | null
  /** After so many seconds without, it is silent longer than it ever is. */
  silentAfterSeconds: number
  /**
   * It tells us nothing any more: two pings of Moodle's plugin are missing (its cron stands still, or its messages do not reach us), or
   * the source has been silent longer than it ever is.
   */
  isSilent: boolean
  /** Null unless a live probe was asked for. */
  probe: { ok: true; ms: number } | { ok: false; ms: number; trouble: Trouble } | null
}

/**
 * How a college's connection to a system is, from what we know; with `probe` also from one cheap read.
 * A probe only looks: it opens and closes nothing.
 */
export async function systemHealth(
  { database, tenant }: Pick<Desk, 'database' | 'tenant'>,
  system: System,
  ask: { tokenState?: () => Promise<TokenState>; probe?: () => Promise<void> },
): Promise<SystemHealth> {
  const breaker = (await breakersOf(database, tenant)).get(system)
  const held = breaker?.open ?? false
  const ping = system === 'moodle' ? await lastPing(database, tenant) : null
  const silence = await silenceOf({ database, tenant }, system)
  return {
    system,
    held,
    heldBecause: held && breaker?.code ? { code: breaker.code, params: breaker.params } : null,
    heldSince: breaker?.openedAt ?? null,
    nextProbeAt: breaker?.probeAt ?? null,
    outagesInARow: breaker?.failures ?? 0,
    token: ask.tokenState === undefined ? null : await stateOrNull(ask.tokenState),
    lastPing: ping,
    lastEvent: silence.lastHeard,
    silentAfterSeconds: silence.silentAfterSeconds,
    isSilent: silence.isSilent || (ping !== null && Date.now() - ping.getTime() > SILENT_AFTER_MS),
    probe: ask.probe === undefined ? null : await probed(ask.probe),
  }
}

/** A college that nobody has connected yet has no token to tell of; a probe says what is missing. */
const stateOrNull = (tokenState: () => Promise<TokenState>): Promise<TokenState | null> =>
  tokenState().catch((error: unknown) => {
    if (error instanceof CodedError) return null
    throw error
  })

async function probed(probe: () => Promise<void>): Promise<SystemHealth['probe']> {
  const started = performance.now()
  const ms = (): number => Math.round(performance.now() - started)
  try {
    await probe()
    return { ok: true, ms: ms() }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return { ok: false, ms: ms(), trouble: { code: error.code, params: error.params } }
  }
}
