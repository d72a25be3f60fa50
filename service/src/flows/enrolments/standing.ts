import type { MoodleCourseId, MoodleUserId } from '../../domain/ids.ts'
import type { EnrolmentFields, MoodleEnrolment } from '../../ports/moodle-enrolments.ts'
import type { FlowContext } from '../flow.ts'
import type { LivingRecord, LostRecord, PairRead } from './read-pairs.ts'

/** A pair whose two sides are in Moodle. */
export type Place = PairRead & { user: MoodleUserId; course: MoodleCourseId }

/** An enrolment as it stands in Moodle; a date is undefined where nobody can tell. */
export type Standing = {
  roles: readonly number[]
  suspended: boolean
  timestart: number | undefined
  timeend: number | undefined
}

export type Standings = {
  of(pair: Pick<Place, 'subject'>): Standing | undefined
  /** Pairs whose newest change of being suspended was ours: it may be lifted. */
  suspendedByUs: ReadonlySet<string>
}

/** Only the plugin's function tells dates and how somebody was enrolled (clients/moodle/core-enrolments.ts). */
const SEES_ALL = 'local_campusbridge_get_enrolments'
/** Moodle keeps the answer who is active for up to a hundred seconds. */
const UNSURE_SECONDS = 100

/** How a set of pairs stands in Moodle, in as few calls as possible. */
export async function standingsOf(places: readonly Place[], context: FlowContext): Promise<Standings> {
  if (places.length === 0) return { of: () => undefined, suspendedByUs: new Set() }
  const [seesAll, enrolments] = [await context.moodle.offers(SEES_ALL), await context.moodle.enrolmentsOf(places)]
  const found = new Map(enrolments.map((each) => [`${each.user}:${each.course}`, each]))
  const enrolmentOf = ({ user, course }: Place) => found.get(`${user}:${course}`)
  const inactive = places.filter((place) => enrolmentOf(place)?.suspended === true).map(({ subject }) => subject.id)
  const suspendedByUs = inactive.length === 0 ? new Set<string>() : await context.records.suspendedByUs(inactive)
  const standings = new Map(
    places.flatMap((place): [string, Standing][] => {
      const enrolment = enrolmentOf(place)
      if (enrolment === undefined) return []
      const { id } = place.subject
      return [[id, seesAll ? asSeen(enrolment) : asRemembered(enrolment, datesOf(place), suspendedByUs.has(id))]]
    }),
  )
  return { of: ({ subject }) => standings.get(subject.id), suspendedByUs }
}

const asSeen = ({ roles, suspended, timestart, timeend }: MoodleEnrolment): Standing => ({ roles, suspended, timestart, timeend })

/**
 * Core shows no dates, so those we gave last count; and it shows somebody whose time has not come, or is over, as suspended. Whether he is
 * suspended as well cannot be seen then, only whether we did it.
 */
function asRemembered({ roles, suspended }: MoodleEnrolment, dates: Dates | undefined, isByUs: boolean): Standing {
  const isOutOfTime = dates !== undefined && !isSurelyInTime(dates, Date.now() / 1000)
  return { roles, suspended: suspended && (isByUs || !isOutOfTime), timestart: dates?.timestart, timeend: dates?.timeend }
}

type Dates = Pick<EnrolmentFields, 'timestart' | 'timeend'>

const isSurelyInTime = ({ timestart, timeend }: Dates, now: number): boolean =>
  timestart < now - UNSURE_SECONDS && (timeend === 0 || timeend > now + UNSURE_SECONDS)

/** The dates we gave when the pair was last settled. */
function datesOf({ living, lost }: PairRead): Dates | undefined {
  for (const { known } of [...living, ...lost] as Pick<LivingRecord | LostRecord, 'known'>[]) {
    const { timestart, timeend } = known?.targets ?? {}
    if (typeof timestart === 'number' && typeof timeend === 'number') return { timestart, timeend }
  }
  return undefined
}
