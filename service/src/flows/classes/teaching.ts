import { type MoodleCourseId, type MoodleUserId, moodleUserId, type ZohoId } from '../../domain/ids.ts'
import type { KnownLink, KnownRecord } from '../../ports/memory.ts'
import type { Answer, FlowContext, LookAlsoAt } from '../flow.ts'
import type { LivingClass } from './class.ts'

/** Who is to teach in a course. */
export type Teaching = {
  /** Of the class. */
  id: ZohoId
  course: MoodleCourseId
  /** Nobody can be in it yet. */
  isNew: boolean
  teacher: MoodleUserId | undefined
  role: number
  /** Whom we enrolled as its teacher before. */
  former: MoodleUserId | undefined
  /** There is a teacher who has no account yet: until then the former one stays. */
  keepsFormer: boolean
  staff: readonly { user: MoodleUserId; role: number }[]
}

/** The people who teach the classes of a set, as they stand in Moodle. */
export type People = {
  /** undefined: the class names no teacher, or one who has no account in Moodle. */
  teacherOf(one: LivingClass): MoodleUserId | undefined
  /** Teachers of whom nothing is known: somebody should look at them. */
  lookAlsoAt(one: LivingClass): LookAlsoAt[]
  staff: Teaching['staff']
  /** The link of its teacher, where there is none yet. */
  without(one: LivingClass): NonNullable<Answer['without']>
  /** Staff of the setting who have no account. */
  strangers: readonly string[]
}

export async function peopleOf(classes: readonly LivingClass[], context: FlowContext): Promise<People> {
  const { links, records, settings } = context
  const teachers = [...new Set(classes.flatMap(({ record }) => record.teacher ?? []))]
  const linked: ReadonlyMap<ZohoId, KnownLink<'BTEC_Teachers'>> = teachers.length === 0
    ? new Map()
    : await links.moodleOf('BTEC_Teachers', teachers)
  const unlinked = teachers.filter((id) => !linked.has(id))
  const known: ReadonlyMap<ZohoId, KnownRecord> =
    unlinked.length === 0 ? new Map() : await records.lastKnown('teachers', unlinked)
  const { staff, strangers } = await staffOf(settings['classes.staff'], context)
  return {
    teacherOf({ record: { teacher } }) {
      const link = teacher === null ? undefined : linked.get(teacher)
      return link === undefined || link.deletedInMoodle ? undefined : link.moodleId
    },
    lookAlsoAt({ record: { teacher } }) {
      const isUnheardOf = teacher !== null && !linked.has(teacher) && !known.has(teacher)
      return isUnheardOf ? [{ module: 'BTEC_Teachers', recordId: teacher }] : []
    },
    without: ({ record: { teacher } }) => (teacher === null || linked.has(teacher) ? [] : [`link:BTEC_Teachers:${teacher}`]),
    staff,
    strangers,
  }
}

async function staffOf(
  wanted: FlowContext['settings']['classes.staff'],
  { moodle }: FlowContext,
): Promise<Pick<People, 'staff' | 'strangers'>> {
  const names = wanted.flatMap(({ user }) => (typeof user === 'string' ? [user.toLowerCase()] : []))
  const ids = wanted.flatMap(({ user }) => (typeof user === 'number' ? [String(user)] : []))
  const accounts = [
    ...(names.length === 0 ? [] : await moodle.usersBy('username', names)),
    ...(ids.length === 0 ? [] : await moodle.usersBy('id', ids)),
  ].filter(({ deleted }) => !deleted)
  const found = wanted.map(({ user, role }) => ({
    user,
    role,
    account: accounts.find(({ id, username }) => (typeof user === 'string' ? username === user.toLowerCase() : id === user)),
  }))
  return {
    staff: found.flatMap(({ account, role }) => (account === undefined ? [] : [{ user: account.id, role }])),
    strangers: found.filter(({ account }) => account === undefined).map(({ user }) => String(user)),
  }
}

/** Whom we remember to have enrolled as a class's teacher. */
export const formerTeacher = ({ known }: LivingClass): MoodleUserId | undefined =>
  typeof known?.targets.teacher === 'number' ? moodleUserId(known.targets.teacher) : undefined
