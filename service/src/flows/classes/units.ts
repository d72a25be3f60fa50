import type { ZohoId } from '../../domain/ids.ts'
import type { Mappings } from '../../mapping/field-sets.ts'
import { areAsSettled } from '../../mapping/mapping.ts'
import type { FlowContext, LookAlsoAt } from '../flow.ts'
import { unheardOf } from '../unheard-of.ts'
import type { LivingClass } from './class.ts'

export type Units = ReadonlyMap<ZohoId, ReturnType<Mappings['units']['read']>>

const unitsIn = (classes: readonly LivingClass[]): ZohoId[] => [...new Set(classes.flatMap(({ record }) => record.unit ?? []))]

/** Name and code of the units of these classes, which students see with them. */
export async function labelsOf(classes: readonly LivingClass[], { zoho, mappings }: FlowContext): Promise<Units> {
  const ids = unitsIn(classes)
  if (ids.length === 0) return new Map()
  const { rules, question, read } = mappings.units
  const records = await zoho.records({ module: question.module, fields: [rules.name.from, rules.code.from] }, ids)
  return new Map([...records].map(([id, record]) => [id, read(record)]))
}

/**
 * The unit of a class, where its own flow does not know it, or not by the label that was just read. The shared template of a unit is what a
 * teacher picks in an assignment: a unit nobody has looked at yet is looked at now.
 */
export async function unitsUnheardOf(
  classes: readonly LivingClass[],
  labels: Units,
  context: FlowContext,
): Promise<(one: LivingClass) => LookAlsoAt[]> {
  const { units } = context.mappings
  const asked = await unheardOf(
    { table: 'units', module: 'BTEC', ids: unitsIn(classes) },
    (id, known) => {
      const label = labels.get(id)
      return known !== undefined && (label === undefined || areAsSettled(units, ['name', 'code'], label, known))
    },
    context,
  )
  return ({ subject, record: { unit } }) => (unit === null ? [] : asked(subject, unit))
}
