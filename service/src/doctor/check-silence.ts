import type { Silence } from '../reconcile/silence.store.ts'
import { type Check, fine, warning } from './check.ts'

const nameOf = { zoho: 'Zoho', moodle: 'Moodle' } as const
const fixOf = {
  zoho: 'See in Zoho whether its workflow rules are on and where their webhooks go (Setup › Automation › Workflow Rules), and whether our address can be reached from outside.',
  moodle:
    'See in Moodle whether its cron runs and what the plugin says of its messages (Site administration › Plugins › Campusbridge › Status).',
} as const

/** Whether a source has been silent longer than it ever is. */
export function checkSilence({ source, lastHeard, silentAfterSeconds, isSilent }: Silence): Check {
  const name = `${source}.silence`
  if (lastHeard === null) return fine(name, `${nameOf[source]} has told us nothing by itself yet.`)
  const last = lastHeard.toISOString()
  const hours = Math.round(silentAfterSeconds / 3600)
  return isSilent
    ? warning(
        name,
        `${nameOf[source]} has told us nothing since ${last}, and was never silent for more than ${hours} hours.`,
        fixOf[source],
      )
    : fine(name, `${nameOf[source]} told us something at ${last}.`)
}
