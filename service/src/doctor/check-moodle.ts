import type { MoodleUserId } from '../domain/ids.ts'
import type { MoodleSite } from '../ports/moodle.ts'
import type { MoodleInspection } from '../ports/moodle-inspection.ts'
import { SILENT_AFTER_MS } from '../verbs/system-health.ts'
import { type Check, fine, look, problem, warning } from './check.ts'
import { functionsOfFlows, missingFor, neededFunctions } from './moodle-functions.ts'

export type MoodleExpectations = {
  /** The setting `moodle.auth`. */
  auth: string
  /** Any account that carries one of our ID numbers, if there is one yet: shows what the service user is allowed to see. */
  linkedAccount?: MoodleUserId
  /** When the plugin last gave its sign of life; null while it never has. */
  lastPing: Date | null
}

const SERVICE = 'Site administration › Server › Web services › External services'
const ROLES = 'Site administration › Users › Permissions › Define roles'

/** Everything that Moodle needs for our work, each with its fix. Changes nothing. */
export async function checkMoodle(moodle: MoodleInspection, expected: MoodleExpectations): Promise<Check[]> {
  let site: MoodleSite | undefined
  const reachable = await look('moodle.reachable', async () => {
    site = await moodle.site()
    return fine('moodle.reachable', `“${site.siteName}” answers; we are its user ${site.serviceUserId}.`)
  })
  if (site === undefined) return [reachable]

  const functions = checkFunctions(site.functions)
  const checks = [
    reachable,
    checkRelease(site.release),
    functions,
    ...checkFlows(site.functions),
    ...checkClock(moodle.clockDifferenceMs()),
    ...checkCron(expected.lastPing, Date.now()),
  ]
  // Without its functions, every further question would only say so again.
  if (!functions.ok) return checks
  return [
    ...checks,
    await look('moodle.may_look', async () => {
      await moodle.lookForNobody()
      return fine('moodle.may_look', 'We may look for accounts.')
    }),
    await may('moodle.may_create', 'moodle/user:create', () => moodle.tryToCreate()),
    await may('moodle.may_update', 'moodle/user:update', () => moodle.hasAuth('manual')),
    await look('moodle.auth', async () => checkAuth(expected.auth, await moodle.hasAuth(expected.auth))),
    ...(expected.linkedAccount === undefined ? [] : [await checkSight(moodle, expected.linkedAccount)]),
  ]
}

/** Supported: 4.5 up to and with 5.x. */
export function checkRelease(release: string): Check {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(release) ?? []
  const version = Number(major) * 100 + Number(minor)
  if (version < 405) {
    const fix = 'Update Moodle to 4.5 (long-term support) or newer.'
    return problem('moodle.release', `Moodle ${release} is older than what we support.`, fix)
  }
  if (version >= 600) {
    const fix = 'Try the flows on a copy of the site first, and look for a newer Campusbridge.'
    return warning('moodle.release', `Moodle ${release} is newer than what was tried.`, fix)
  }
  return fine('moodle.release', `Moodle ${release} is supported.`)
}

export function checkFunctions(present: readonly string[]): Check {
  const missing = neededFunctions.filter((name) => !present.includes(name))
  if (missing.length === 0) return fine('moodle.functions', 'The functions for accounts are in the web service.')
  const fix = `Add them to our service under ${SERVICE} › Functions.`
  return problem('moodle.functions', `The web service lacks ${missing.join(', ')}.`, fix)
}

/** A college may do without a flow, but nobody should learn by its events that it cannot run. */
export function checkFlows(present: readonly string[]): Check[] {
  const offered = new Set(present)
  const lacking = Object.entries(functionsOfFlows).flatMap(([flow, needs]) => {
    const missing = missingFor(needs, offered)
    if (missing.length === 0) return []
    const fix = `Install or update the plugin local_campusbridge, whose web service has them; add them to a service of your own under ${SERVICE} › Functions.`
    return [warning(`moodle.flow.${flow.replaceAll(' ', '_')}`, `For ${flow} the web service lacks ${missing.join(', ')}.`, fix)]
  })
  return lacking.length > 0 ? lacking : [fine('moodle.flows', 'Every flow finds the functions it calls.')]
}

/** A Moodle whose cron stands still sends nothing more. Whoever has no plugin yet hears nothing of it. */
export function checkCron(lastPing: Date | null, now: number): Check[] {
  if (lastPing === null) return []
  const silentMs = now - lastPing.getTime()
  const told = `Moodle’s plugin gave its last sign of life ${Math.round(silentMs / 60_000)} min ago`
  if (silentMs <= SILENT_AFTER_MS) return [fine('moodle.cron', `${told}.`)]
  const fix =
    'See in Moodle under Site administration › Server › Tasks whether cron runs, and under Campusbridge › Status whether the way to us is open.'
  return [warning('moodle.cron', `${told}; it should every 15 min. What happens in Moodle reaches us late or not at all.`, fix)]
}

/** A signed event is refused when the clocks are five minutes apart. */
export function checkClock(aheadMs: number | undefined): Check[] {
  if (aheadMs === undefined) return []
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const told = `Moodle’s clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} ours`
  const fix = 'Let both servers take their time from a time server (NTP).'
  if (seconds >= 240) return [problem('moodle.clock', `${told}: its signed events are, or soon will be, refused.`, fix)]
  if (seconds >= 30) return [warning('moodle.clock', `${told}.`, fix)]
  return [fine('moodle.clock', 'Moodle’s clock agrees with ours.')]
}

function checkAuth(auth: string, isThere: boolean): Check {
  if (isThere) return fine('moodle.auth', `The authentication plugin “${auth}” is there.`)
  const fix = 'Install the plugin, or choose another in the setting moodle.auth.'
  return problem('moodle.auth', `Moodle has no authentication plugin “${auth}”, so no account can be made.`, fix)
}

async function may(name: string, capability: string, tryIt: () => Promise<unknown>): Promise<Check> {
  const check = await look(name, async () => {
    await tryIt()
    return fine(name, `We have the capability ${capability}.`)
  })
  return check.ok ? check : { ...check, fix: `${check.fix} The role of our user needs ${capability} (${ROLES}).` }
}

/** Without these an account of ours looks like a stranger's, and every run would write its e-mail anew. */
const checkSight = (moodle: MoodleInspection, id: MoodleUserId): Promise<Check> =>
  look('moodle.may_see', async () => {
    const shown = await moodle.shownOf(id)
    if (shown === undefined) {
      return warning(
        'moodle.may_see',
        `Account ${id}, which is linked, is not there.`,
        'Retry its student: the event says what to do.',
      )
    }
    const hidden = [...(shown.idnumber ? [] : ['ID number']), ...(shown.email ? [] : ['e-mail address'])]
    if (hidden.length === 0) return fine('moodle.may_see', 'We are shown ID numbers and e-mail addresses.')
    const capabilities = 'moodle/user:viewalldetails and moodle/site:viewuseridentity'
    const fix = `Give the role of our user ${capabilities} (${ROLES}), at system level.`
    return problem('moodle.may_see', `Moodle does not show us the ${hidden.join(' and the ')} of account ${id}.`, fix)
  })
