import type { Check } from '../../doctor/check.ts'
import { checkMoodle } from '../../doctor/check-moodle.ts'
import { checkRoles } from '../../doctor/check-roles.ts'
import { checkSilence } from '../../doctor/check-silence.ts'
import { checkZoho } from '../../doctor/check-zoho.ts'
import { mappingsFor } from '../../mapping/overrides.store.ts'
import { silenceOf, speakers } from '../../reconcile/silence.store.ts'
import { settingsOf } from '../../settings/settings.store.ts'
import type { Office } from '../../start/office.ts'
import type { Desk } from '../../verbs/desk.ts'
import { lastPing } from '../../verbs/moodle-pings.store.ts'
import { plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

const marks = { fine: '✓', warning: '!', problem: '✗' } as const

/** Looks at both systems and changes nothing. */
export async function doctorCommand({
  office,
  desk,
  out,
}: {
  office: Pick<Office, 'connections' | 'database'>
  desk: Desk
  out: Output
}): Promise<ExitCode> {
  const settings = await settingsOf(office.database, desk.tenant)
  const { zoho, moodle } = await office.connections.of(desk.tenant)
  const silent = (): void => {}
  const inspection = moodle.inspection(silent)
  const ofMoodle = await checkMoodle(inspection, {
    auth: settings['moodle.auth'],
    lastPing: await lastPing(office.database, desk.tenant),
  })
  const isReachable = ofMoodle[0]?.ok === true
  const checks: Check[] = [
    ...(await checkZoho(
      {
        zoho: zoho.port(silent, 'live'),
        metadata: zoho.metadata(silent),
        creditsRemaining: async () => (await zoho.state()).creditsRemaining,
      },
      { settings, mappings: await mappingsFor(office.database, desk.tenant, settings) },
    )),
    ...ofMoodle,
    ...(isReachable ? [await checkRoles(inspection, settings)] : []),
    ...(await Promise.all(speakers.map(async (source) => checkSilence(await silenceOf(desk, source))))),
  ]
  const problems = checks.filter(({ severity }) => severity === 'problem').length
  const warnings = checks.filter(({ severity }) => severity === 'warning').length
  out.answer({ ok: problems === 0, problems, warnings, checks }, () => [
    ...checks.flatMap(({ severity, name, words, fix }) => [
      `${marks[severity]} ${name}: ${words}`,
      ...(fix === '' ? [] : [`    ${fix}`]),
    ]),
    '',
    problems === 0
      ? `Everything that is needed is there${warnings === 0 ? '' : `, with ${plural(warnings, 'warning')}`}.`
      : `${plural(problems, 'problem')}, ${plural(warnings, 'warning')}.`,
  ])
  return problems === 0 ? exit.done : exit.needsAttention
}
