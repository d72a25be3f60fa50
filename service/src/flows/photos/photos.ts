import { createHash } from 'node:crypto'
import { RetryLaterError } from '../../domain/errors.ts'
import { type MoodleUserId, type ZohoId, zohoId } from '../../domain/ids.ts'
import { completed, needsAttentionBecause, skipped } from '../../domain/verdicts.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { PictureChange } from '../../ports/moodle-pictures.ts'
import type { ZohoPhoto } from '../../ports/zoho-photos.ts'
import type { Answer, Flow, FlowContext, Subject } from '../flow.ts'
import { imageTypeOf } from './image-type.ts'

/** Files are large: so many are in hand at once, of however many students a set has. */
const AT_ONCE = 4

type Sitter = { subject: Subject; student: ZohoId; user: MoodleUserId; known: KnownRecord | undefined }

/**
 * Photos of students in Zoho → pictures of their accounts in Moodle. A photo of Zoho's replaces what is there; without one, a picture that
 * somebody chose in Moodle stays. Nothing shows Moodle's bytes, so what was last sent is remembered by its hash.
 */
export const photos: Flow = {
  name: 'photos',
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    const ids = subjects.map(({ id }) => zohoId(id))
    const [links, known] = await Promise.all([
      context.links.moodleOf('BTEC_Students', ids),
      context.records.lastKnown('students', ids),
    ])
    const answers = new Map<string, Answer>()
    const sitters: Sitter[] = []
    for (const subject of subjects) {
      const student = zohoId(subject.id)
      const link = links.get(student)
      if (link === undefined || link.deletedInMoodle) answers.set(subject.id, { verdict: skipped('photo.no_account', {}) })
      else sitters.push({ subject, student, user: link.moodleId, known: known.get(student) })
    }
    for (let from = 0; from < sitters.length; from += AT_ONCE) {
      for (const [id, answer] of await bringSome(sitters.slice(from, from + AT_ONCE), context)) answers.set(id, answer)
    }
    return answers
  },
}

async function bringSome(sitters: readonly Sitter[], context: FlowContext): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  const found = await Promise.all(sitters.map(async (sitter) => ({ sitter, photo: await lookAt(sitter, context) })))
  const changes: { sitter: Sitter; change: PictureChange }[] = []
  for (const { sitter, photo } of found) {
    const { subject, student, user } = sitter
    if (photo instanceof RetryLaterError) answers.set(subject.id, { verdict: photo })
    else if ('absent' in photo) answers.set(subject.id, absent(photo, student))
    else {
      const type = imageTypeOf(photo.bytes)
      const after = createHash('sha256').update(photo.bytes).digest('hex')
      const before = lastSent(sitter)
      if (type === undefined) answers.set(subject.id, { verdict: skipped('photo.not_an_image', { student }) })
      else if (before === after && !(await isMissing(sitter, context)))
        answers.set(subject.id, { verdict: skipped('photo.in_step', { user }), ...observing(before) })
      else changes.push({ sitter, change: { subject: student, user, image: { bytes: photo.bytes, type }, before, after } })
    }
  }

  const written = await context.moodle.setPictures(changes.map(({ change }) => change))
  changes.forEach(({ sitter: { subject, student, user }, change: { before, after } }, index) => {
    const result = written[index]
    answers.set(
      subject.id,
      result?.outcome === 'refused'
        ? {
            verdict: result.error instanceof RetryLaterError ? result.error : needsAttentionBecause(result.error),
            ...observing(before),
          }
        : {
            verdict: completed('photo.set', { user }),
            remember: { photos: [{ student, photo: `${user}:${after}` }] },
            ...observing(before),
          },
    )
  })
  return answers
}

/** What only this student's record has is only this student's; what Zoho has as a whole is thrown, and those of this run who are done are done again. */
async function lookAt({ student }: Sitter, { zoho }: FlowContext): Promise<ZohoPhoto | RetryLaterError> {
  try {
    return await zoho.photoOf('BTEC_Students', student)
  } catch (error) {
    if (error instanceof RetryLaterError && error.system === undefined) return error
    throw error
  }
}

function absent(photo: Extract<ZohoPhoto, { absent: string }>, student: ZohoId): Answer {
  if (photo.absent === 'too large') return { verdict: skipped('photo.too_large', { student, megabytes: photo.megabytes }) }
  return { verdict: photo.absent === 'none' ? skipped('photo.none', {}) : skipped('photo.not_allowed', {}) }
}

/** The hash of what this very account was last sent. */
function lastSent({ user, known }: Sitter): string | null {
  const [account, hash] = String(known?.targets.photo ?? '').split(':')
  return account === String(user) && hash !== undefined ? hash : null
}

/** Somebody may have taken the picture away in Moodle: looked for when a person asks. */
const isMissing = async ({ subject, user }: Sitter, { moodle }: FlowContext): Promise<boolean> =>
  subject.askedByPerson && !(await moodle.accountsWithPicture([user])).has(user)

/** A picture whose answer was lost is sent again, which does no harm; what was known before closes the doubt. */
const observing = (before: string | null): Pick<Answer, 'observed'> => ({ observed: { moodle: { picture: before ?? '' } } })
