import type { ZohoId } from '../../domain/ids.ts'
import { needsAttention, skipped } from '../../domain/verdicts.ts'
import { stateHashOf } from '../../mapping/mapping.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, FlowContext, Subject } from '../flow.ts'
import { unlisted } from '../reading.ts'
import { type Enrolment, isSame, type Pair, pairIn, pairKnown, pairOf } from './pair.ts'

export type LivingRecord = {
  record: Enrolment
  /** As this pair's. */
  known: KnownRecord | undefined
  /** The pair that it belonged to when it was last settled, and that has not been told yet. */
  formerly: Pair | undefined
}

/** A linking record that was this pair's when it was last settled: gone from Zoho, or somebody else's now. */
export type LostRecord = { known: KnownRecord; now: Enrolment | undefined }

export type PairRead = {
  subject: Subject
  pair: Pair
  /** In the order of their ids; Zoho allows one per pair, but nothing here relies on it. */
  living: LivingRecord[]
  lost: LostRecord[]
}

/** Reads all linking records of a set of pairs, as Zoho has them and as we remember them, and sorts out what needs no work. */
export async function readPairs(
  subjects: readonly Subject[],
  context: FlowContext,
): Promise<{ pairs: PairRead[]; answers: Map<string, Answer> }> {
  const wanted = subjects.map((subject) => ({ subject, pair: pairIn(subject.id) }))
  const students = [...new Set(wanted.map(({ pair }) => pair.student))]
  const { question, rules, read } = context.mappings.enrolments
  const [found, remembered] = await Promise.all([
    context.zoho.recordsWhere(question, rules.student.from, students),
    context.records.ownedBy('enrollments', students),
  ])
  const readings = new Map(found.map((record) => [record.id, read(record)]))
  const ours = remembered.filter((known) => wanted.some(({ pair }) => isSame(pair, pairKnown(known))))
  const missing = ours.map(({ key }) => key).filter((id) => !readings.has(id))
  const gone = await goneAmong(missing, readings, context)
  const known = await context.records.lastKnown('enrollments', [...readings.keys()])

  const pairs: PairRead[] = []
  const answers = new Map<string, Answer>()
  for (const { subject, pair } of wanted) {
    const living = [...readings.values()]
      .filter((record) => isSame(pairOf(record), pair))
      .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1))
      .map((record) => livingRecord(record, known.get(record.id), pair))
    const absent = ours.filter((state) => isSame(pairKnown(state), pair) && !living.some(({ record }) => record.id === state.key))
    const hidden = absent.find(({ key }) => !readings.has(key) && !gone.has(key))
    const lost = absent
      .filter((state) => state !== hidden)
      .map((state): LostRecord => ({ known: state, now: readings.get(state.key) }))
    const early =
      hidden !== undefined && living.length === 0
        ? unlisted(subject, { module: 'BTEC_Enrollments', record: hidden.key }, context)
        : stopEarly({ subject, pair, living, lost }, hidden !== undefined, context)
    if (early === undefined) pairs.push({ subject, pair, living, lost })
    else answers.set(subject.id, early)
  }
  return { pairs, answers }
}

/** Which of these are gone for certain. Those that can be read after all, as somebody else's perhaps, join the readings. */
async function goneAmong(
  missing: readonly ZohoId[],
  readings: Map<ZohoId, Enrolment>,
  context: FlowContext,
): Promise<ReadonlySet<ZohoId>> {
  if (missing.length === 0) return new Set()
  const { question, read } = context.mappings.enrolments
  const absences = await context.zoho.absences('BTEC_Enrollments', missing)
  const there = missing.filter((id) => !absences.has(id))
  if (there.length > 0) {
    for (const [id, record] of await context.zoho.records(question, there)) readings.set(id, read(record))
  }
  return new Set(missing.filter((id) => absences.get(id) === 'gone'))
}

function livingRecord(record: Enrolment, known: KnownRecord | undefined, pair: Pair): LivingRecord {
  const before = pairKnown(known)
  const isOurs = before === undefined || isSame(before, pair)
  return {
    record,
    known: known !== undefined && isOurs ? known : undefined,
    formerly: known?.gone === false && !isOurs ? before : undefined,
  }
}

/** An echo needs nothing, and a pair that keeps changing sides is stopped before it changes again. */
function stopEarly({ subject, living, lost }: PairRead, hasHidden: boolean, context: FlowContext): Answer | undefined {
  const mapping = context.mappings.enrolments
  const isAsWeLeftIt = ({ record, known }: LivingRecord): boolean =>
    known?.gone === false && !known.inDoubt && known.stateHash === stateHashOf(mapping, record)
  if (subject.mayBeEcho && living.length > 0 && lost.length === 0 && !hasHidden && living.every(isAsWeLeftIt)) {
    return { verdict: skipped('record.echo', {}) }
  }
  const states = [...living.flatMap(({ known }) => known ?? []), ...lost.map(({ known }) => known)]
  const changes = Math.max(0, ...states.map(({ changesLastHour }) => changesLastHour))
  if (changes < context.settings['loop.changes_per_hour'] || subject.askedByPerson) return undefined
  return { verdict: needsAttention('loop.stopped', { changes, hours: 1 }) }
}
