import { moodleUserId, zohoId } from '../../domain/ids.ts'
import { completed, held } from '../../domain/verdicts.ts'
import type { NewState } from '../../ports/memory.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { isDone, outcomesOf, refusalIn, verdictOfRefusal } from '../outcomes.ts'
import { cohortIn } from './cohorts.ts'
import { takeOut } from './leave-cohorts.ts'
import type { GoneRegistration } from './read-registrations.ts'
import { goneRow } from './state.ts'

const DELETE_REGISTRATIONS = 'local_campusbridge_delete_registrations'

/** What to do about registrations that were deleted in Zoho: students do not see them any more. Nobody leaves a cohort without `cohorts.remove`. */
export async function letGo(all: readonly GoneRegistration[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  if (all.length === 0) return answers
  const { moodle, settings, records } = context
  const limit = settings['deletions.per_hour']
  let allowance = limit - (await records.removalsLastHour('registrations'))
  const letting = all.filter((one) => {
    if (!hasTargets(one) || one.known?.gone === true) return true
    allowance -= 1
    if (allowance >= 0 || one.subject.askedByPerson) return true
    answers.set(one.subject.id, {
      verdict: held('removals:BTEC_Registrations', 'removal.held', { module: 'BTEC_Registrations', limit }),
    })
    return false
  })

  const hiding = letting.length > 0 && (await moodle.offers(DELETE_REGISTRATIONS)) ? letting : []
  const hidden = outcomesOf(
    hiding,
    ({ subject }) => subject.id,
    await moodle.deleteRegistrations(hiding.map(({ subject }) => ({ subject: subject.id, zohoid: zohoId(subject.id) }))),
  )
  const left = settings['cohorts.remove'] ? await takeOut(letting.flatMap(leavingOf), [], context) : new Map<string, never>()
  for (const one of letting) {
    const { id } = one.subject
    const outcomes = { 'what the student sees': hidden.get(id), cohort: left.get(zohoId(id)) }
    const refusal = refusalIn(Object.values(outcomes))
    const changes = Object.entries(outcomes).flatMap(([name, outcome]) => (isDone(outcome) ? [name] : []))
    answers.set(
      id,
      refusal !== undefined
        ? { verdict: verdictOfRefusal(refusal) }
        : {
            verdict:
              changes.length === 0
                ? completed('registration.gone_not_shown', {})
                : completed('registration.gone', { changes: changes.join(', ') }),
            remember: { records: [goneState(one, changes.length > 0), ...one.rowsBefore.map(goneRow)] },
            observed: { moodle: { shown: hidden.get(id)?.outcome === 'done' }, zoho: null },
          },
    )
  }
  return answers
}

const hasTargets = ({ known }: GoneRegistration): boolean => Object.keys(known?.targets ?? {}).length > 0

function leavingOf({ subject, known }: GoneRegistration) {
  const cohort = cohortIn(known)
  const [student] = known?.owners ?? []
  const user = known?.targets.user
  if (cohort === undefined || student === undefined || typeof user !== 'number') return []
  return [{ registration: zohoId(subject.id), student, cohort, user: moodleUserId(user) }]
}

/** One that was shown, or in a cohort, counts towards the hourly limit. */
const goneState = ({ subject, known }: GoneRegistration, taken: boolean): NewState => ({
  table: 'registrations',
  key: zohoId(subject.id),
  fieldHashes: known?.fieldHashes ?? {},
  stateHash: '',
  targets: taken ? (known?.targets ?? {}) : {},
  owners: known?.owners ?? [],
  modifiedTime: known?.modifiedTime ?? null,
  gone: true,
  changed: taken,
})
