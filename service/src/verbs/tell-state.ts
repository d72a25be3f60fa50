import type { SystemHealth } from '../../../contract/rest/health.ts'
import type { Setting } from '../../../contract/rest/settings.ts'
import type { SettingView } from './settings.ts'
import type { SystemHealth as Health, Trouble } from './system-health.ts'
import { isoOrNull, tell } from './tell-event.ts'

/** Settings and connections as API and command line show them. */

export const tellSetting = ({ key, value, standard, isStandard, says }: SettingView): Setting => ({
  key,
  value,
  standard,
  is_standard: isStandard,
  says,
})

export const tellSystem = (health: Health, { simulated, mixed }: { simulated: boolean; mixed: boolean }): SystemHealth => ({
  system: health.system,
  status: health.held ? 'held' : 'ok',
  simulated,
  mixed,
  held_because: health.heldBecause && tellTrouble(health.heldBecause),
  held_since: isoOrNull(health.heldSince),
  next_probe_at: isoOrNull(health.nextProbeAt),
  outages_in_a_row: health.outagesInARow,
  token_expires_at: isoOrNull(health.token?.tokenExpiresAt ?? null),
  paused_until: isoOrNull(health.token?.pausedUntil ?? null),
  last_sign_of_life: isoOrNull(health.lastPing),
  last_event: isoOrNull(health.lastEvent),
  silent_after_hours: Math.round(health.silentAfterSeconds / 360) / 10,
  is_silent: health.isSilent,
  credits_left: health.token?.creditsRemaining ?? null,
  probe: health.probe && {
    ok: health.probe.ok,
    ms: health.probe.ms,
    trouble: health.probe.ok ? null : tellTrouble(health.probe.trouble),
  },
})

const tellTrouble = ({ code, params }: Trouble) => tell(code, params)
