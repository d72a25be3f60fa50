import { type Hint, switchOf } from '../domain/events.ts'
import { held, skipped, type Verdict } from '../domain/verdicts.ts'
import type { ClaimedJob } from '../queue/job.ts'
import type { Setting } from '../settings/definitions.ts'

type Position = 'on' | 'hold' | 'skip'

/** The seed says true and false; what is switched off is kept by default, so that nothing is lost by switching. */
function positionOf(hint: Hint, switches: Setting<'workflows.auto_enabled'>): Position {
  const position = switches[switchOf(hint)] ?? 'on'
  if (position === true) return 'on'
  if (position === false) return 'hold'
  return position
}

export const keyOfSwitch = (name: string) => `switch:${name}` as const

/** Each job's hints, by their switches. */
export type Sorted = ReadonlyMap<ClaimedJob, ReturnType<typeof sortBySwitch>>

/** Sorts a job's hints by their switches. A person's request and our own questions pass: switches are for what comes by itself. */
export function sortBySwitch(
  hints: readonly Hint[],
  switches: Setting<'workflows.auto_enabled'>,
): { on: Hint[]; off: { hint: Hint; verdict: Verdict }[] } {
  const on: Hint[] = []
  const off: { hint: Hint; verdict: Verdict }[] = []
  for (const hint of hints) {
    const isWebhook = hint.source === 'zoho' || hint.source === 'moodle'
    const position = isWebhook && hint.putBackBy !== 'person' ? positionOf(hint, switches) : 'on'
    const name = switchOf(hint)
    if (position === 'on') on.push(hint)
    else if (position === 'skip') off.push({ hint, verdict: skipped('switch.off', { switch: name }) })
    else off.push({ hint, verdict: held(keyOfSwitch(name), 'switch.held', { switch: name }) })
  }
  return { on, off }
}
