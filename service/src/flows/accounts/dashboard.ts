import type { MoodleUserId, ZohoId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import { sha256 } from '../../mapping/mapping.ts'
import type { FlowContext } from '../flow.ts'
import type { Plan } from './plan.ts'
import { dashboardIn } from './state.ts'

const SET_PROFILES = 'local_campusbridge_set_profiles'

/** What became of telling each student's dashboard, and what it knows from then on, as a hash. */
export type Told = { written: Written | undefined; hash: string | undefined }

/**
 * Tells the dashboards of these accounts how the college knows their students. Moodle cannot be asked what they know, so what was last
 * told is remembered; told twice, it says "unchanged". A site without the plugin has no dashboard and is told nothing.
 */
export async function tellDashboards(
  plans: readonly Plan[],
  accountOf: (plan: Plan) => MoodleUserId | undefined,
  { moodle }: Pick<FlowContext, 'moodle'>,
): Promise<Map<ZohoId, Told>> {
  const told = new Map<ZohoId, Told>()
  const news = plans.flatMap((plan) => {
    const { person, subject, known } = plan
    const account = accountOf(plan)
    if (account === undefined || person.dashboard === null || typeof person.account === 'string') return []
    const record = { zohoid: person.id, userid: account, student_id: person.dashboard.number, email: person.academicEmail }
    const hash = sha256(JSON.stringify(record))
    const last = dashboardIn(known)
    told.set(person.id, { written: undefined, hash: last })
    return last === hash && !subject.askedByPerson && !subject.confirms ? [] : [{ record, hash }]
  })
  if (news.length === 0 || !(await moodle.offers(SET_PROFILES))) return told
  const written = await moodle.setProfiles(news.map(({ record }) => ({ subject: record.zohoid, record, before: {} })))
  news.forEach(({ record, hash }, index) => {
    told.set(record.zohoid, { written: written[index], hash })
  })
  return told
}
