import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { skipped } from '../../domain/verdicts.ts'
import { stateHashOf } from '../../mapping/mapping.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, FlowContext, Subject } from '../flow.ts'
import { type Gone, readSubjects } from '../reading.ts'
import type { LivingUnit, TemplateRow } from './unit.ts'

export type ReadUnits = {
  living: LivingUnit[]
  gone: Gone[]
  answers: Map<string, Answer>
  rowsBefore: ReadonlyMap<ZohoId, KnownRecord[]>
}

/** Reads units with the rows of their subform. Whether a hint is an echo shows only when the rows are read too. */
export async function readUnits(subjects: readonly Subject[], context: FlowContext): Promise<ReadUnits> {
  const { mappings, records, zoho } = context
  const ids = subjects.map(({ id }) => zohoId(id))
  const { fields } = mappings.templateRows.question
  const parent = mappings.templateRows.rules.parent.from
  const subform = {
    name: 'BTEC_Grading_Template_P1',
    parent: 'BTEC',
    fields: fields.filter((field) => field !== parent),
  } as const
  const [read, before] = await Promise.all([
    readSubjects(
      subjects.map((subject) => ({ ...subject, mayBeEcho: false })),
      mappings.units,
      'units',
      context,
    ),
    records.ownedBy('templateRows', ids),
  ])
  const found = await zoho.subformRows(
    subform,
    read.living.map(({ record }) => record.id),
  )
  const rowsBefore = Map.groupBy(before, ({ owners: [unit] }) => unit ?? zohoId(''))
  const asked = new Map(subjects.map((subject) => [subject.id, subject]))
  const living: LivingUnit[] = []
  for (const {
    record,
    known,
    subject: { id },
  } of read.living) {
    const subject = asked.get(id)
    if (subject === undefined) continue
    const rows = (found.get(record.id) ?? []).map((row) => mappings.templateRows.read(row))
    const one = { subject, record, known, rows }
    if (subject.mayBeEcho && isAsWeLeftIt(one, rowsBefore.get(record.id) ?? [], context)) {
      read.answers.set(id, { verdict: skipped('record.echo', {}) })
    } else living.push(one)
  }
  return { ...read, living, rowsBefore }
}

function isAsWeLeftIt(
  { record, known, rows }: LivingUnit,
  before: readonly KnownRecord[],
  { mappings }: Pick<FlowContext, 'mappings'>,
): boolean {
  if (known === undefined || known.gone || known.inDoubt) return false
  if (known.stateHash !== stateHashOf(mappings.units, record) || before.length !== rows.length) return false
  const hashes = new Map(before.map(({ key, stateHash }) => [key, stateHash]))
  return rows.every((row: TemplateRow) => hashes.get(row.id) === stateHashOf(mappings.templateRows, row))
}
