import { type ZohoId, zohoId } from '../../domain/ids.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, FlowContext, Subject } from '../flow.ts'
import { type Gone, readSubjects } from '../reading.ts'
import type { LivingRegistration } from './registration.ts'

export type GoneRegistration = Gone & { rowsBefore: readonly KnownRecord[] }

/** Reads registrations with the rows of their payment schedules. Whether a hint is an echo shows only when all is read. */
export async function readRegistrations(
  subjects: readonly Subject[],
  context: FlowContext,
): Promise<{ living: LivingRegistration[]; gone: GoneRegistration[]; answers: Map<string, Answer> }> {
  const { mappings, records, zoho } = context
  const looking = new Map(subjects.map((subject) => [{ ...subject, mayBeEcho: false }, subject]))
  const [read, before] = await Promise.all([
    readSubjects([...looking.keys()], mappings.registrations, 'registrations', context),
    records.ownedBy(
      'scheduleRows',
      subjects.map(({ id }) => zohoId(id)),
    ),
  ])
  const { question, rules } = mappings.scheduleRows
  const rows = await zoho.subformRows(
    {
      name: 'Payment_Schedule',
      parent: 'BTEC_Registrations',
      // It comes unasked.
      fields: question.fields.filter((field) => field !== rules.parent.from),
    },
    read.living.map(({ record }) => record.id),
  )
  const rowsBefore = Map.groupBy(before, ({ owners: [registration] }): ZohoId | undefined => registration)
  return {
    answers: read.answers,
    living: read.living.map((one) => ({
      ...one,
      subject: looking.get(one.subject) ?? one.subject,
      rows: (rows.get(one.record.id) ?? []).map((row) => mappings.scheduleRows.read(row)),
      rowsBefore: rowsBefore.get(one.record.id) ?? [],
    })),
    gone: read.gone.map((one) => ({ ...one, rowsBefore: rowsBefore.get(zohoId(one.subject.id)) ?? [] })),
  }
}
