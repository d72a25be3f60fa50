import { type ZohoId, zohoId } from '../domain/ids.ts'
import { needsAttention, skipped, waiting } from '../domain/verdicts.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import { type Mapping, type Reading, type Rules, stateHashOf } from '../mapping/mapping.ts'
import type { KnownRecord, StateTable } from '../ports/memory.ts'
import type { Answer, FlowContext, Subject } from './flow.ts'

/** A record that can be read in Zoho, why we look, and what we knew of it. */
export type Living<R extends Rules> = { subject: Subject; record: Reading<R>; known: KnownRecord | undefined }

/** A record that Zoho has deleted. */
export type Gone = { subject: Subject; known: KnownRecord | undefined }

export type Read<R extends Rules> = {
  living: Living<R>[]
  gone: Gone[]
  /** Of those that need no run: echoes, subjects that keep changing sides, and records of which nobody can say yet whether they are gone. */
  answers: Map<string, Answer>
  /** Of those answered, the echoes: nothing that the mapping reads has changed, though something else of the record may have. */
  echoes: Living<R>[]
}

/** Reads a set of records whose ids are the subjects, both what Zoho says now and what we remember, and sorts out what needs no work. */
export async function readSubjects<R extends Rules>(
  subjects: readonly Subject[],
  mapping: Mapping<R>,
  table: StateTable,
  context: FlowContext,
): Promise<Read<R>> {
  const ids = subjects.map(({ id }) => zohoId(id))
  const module = mapping.question.module as ZohoModule
  // What we remember is looked up while Zoho thinks.
  const [records, known] = await Promise.all([context.zoho.records(mapping.question, ids), context.records.lastKnown(table, ids)])
  const missing = ids.filter((id) => !records.has(id))
  const absences = missing.length === 0 ? new Map<ZohoId, never>() : await context.zoho.absences(module, missing)
  const backAgain = missing.filter((id) => !absences.has(id))
  const reread = backAgain.length === 0 ? new Map<ZohoId, never>() : await context.zoho.records(mapping.question, backAgain)

  const read: Read<R> = { living: [], gone: [], answers: new Map(), echoes: [] }
  for (const subject of subjects) {
    const id = zohoId(subject.id)
    const found = records.get(id) ?? reread.get(id)
    if (found !== undefined) {
      const one = { subject, record: mapping.read(found), known: known.get(id) }
      const early = stopEarly(one, mapping, context)
      if (early === undefined) read.living.push(one)
      else read.answers.set(subject.id, early)
      if (early === ECHO) read.echoes.push(one)
    } else if (absences.get(id) === 'gone') read.gone.push({ subject, known: known.get(id) })
    else if (absences.get(id) === 'unlisted') read.answers.set(subject.id, unlisted(subject, { module, record: id }, context))
  }
  return read
}

const ECHO: Answer = { verdict: skipped('record.echo', {}) }

/** An echo needs nothing, and a subject that keeps changing sides is stopped before it changes again. */
function stopEarly<R extends Rules>(
  { subject, record, known }: Living<R>,
  mapping: Mapping<R>,
  { settings }: FlowContext,
): Answer | undefined {
  if (
    subject.mayBeEcho &&
    isAboutItself(subject, mapping) &&
    known?.gone === false &&
    !known.inDoubt &&
    known.stateHash === stateHashOf(mapping, record)
  ) {
    return ECHO
  }
  const limit = settings['loop.changes_per_hour']
  if (known !== undefined && known.changesLastHour >= limit && !subject.askedByPerson) {
    return { verdict: needsAttention('loop.stopped', { changes: known.changesLastHour, hours: 1 }) }
  }
  return undefined
}

/** A hint that came by way of another record, such as the teacher of a class, says nothing about whether this one has changed. */
const isAboutItself = <R extends Rules>({ hints }: Subject, { question }: Mapping<R>): boolean =>
  hints.every(({ module }) => module === null || module === question.module)

/**
 * A record that is not in the deleted list may only be hidden from us (a lost permission answers alike), so it is looked at again before
 * anybody is bothered.
 */
export function unlisted(
  { hints }: Subject,
  where: { module: ZohoModule; record: ZohoId },
  { settings }: Pick<FlowContext, 'settings'>,
): Answer {
  const alreadyLookedAgain = hints.some(
    ({ waitedFor, waitedUntil }) => waitedFor === 'look-again' && waitedUntil !== null && waitedUntil.getTime() <= Date.now(),
  )
  if (alreadyLookedAgain) return { verdict: needsAttention('record.gone_and_unlisted', where) }
  const again = settings['deletions.look_again_minutes'] * 60_000
  return { verdict: waiting('look-again', 'record.gone_unconfirmed', where, again) }
}
