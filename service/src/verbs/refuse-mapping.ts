import { RejectedError } from '../domain/errors.ts'
import { checkMapping, type MappingProblem } from '../mapping/check-mapping.ts'
import { type FieldSetName, fieldSets } from '../mapping/field-sets.ts'
import { type FieldSet, type Override, type Overrides, rulesOf } from '../mapping/mapping.ts'
import type { ZohoMetadata } from '../ports/zoho-metadata.ts'

/**
 * What a college's changes of a set would be as a whole. Only the fields that are changed are judged: what was wrong before is no reason
 * to refuse the repair of something else.
 * @throws RejectedError naming the first field that is wrong
 */
export async function refuseChanges(
  metadata: Pick<ZohoMetadata, 'fields'>,
  set: FieldSetName,
  inForce: Overrides,
  changes: Readonly<Record<string, Override | null>>,
): Promise<Overrides> {
  const definition: FieldSet = fieldSets[set]
  const known = Object.keys(definition.rules)
  const unknown = Object.keys(changes).find((field) => !known.includes(field))
  if (unknown !== undefined) {
    throw new RejectedError('mapping.unknown_target', { set, field: unknown, known: known.join(', ') }, 422)
  }
  const overrides = Object.fromEntries(
    known.flatMap((field): [string, Override][] => {
      const override = Object.hasOwn(changes, field) ? changes[field] : inForce[field]
      const standard = definition.rules[field]?.from
      const plain = withoutStandard(override ?? {}, standard)
      return Object.keys(plain).length === 0 ? [] : [[field, plain]]
    }),
  )
  const rules = rulesOf(definition, overrides)
  // A sensitive field is refused before anybody is asked about it.
  const sensitive = checkMapping(rules, []).find(({ field, wrong }) => wrong === 'sensitive' && Object.hasOwn(changes, field))
  if (sensitive !== undefined) throw refusalOf(set, definition, sensitive)
  const [problem] = checkMapping(rules, await metadata.fields(definition.module)).filter(({ field }) =>
    Object.hasOwn(changes, field),
  )
  if (problem !== undefined) throw refusalOf(set, definition, problem)
  return overrides
}

/** Only what says something else than the standard, so that a later standard still reaches the rest. */
function withoutStandard({ from, values }: Override, standard: string | undefined): Override {
  return {
    ...(from === undefined || from === standard ? {} : { from }),
    ...(values === undefined || Object.keys(values).length === 0 ? {} : { values }),
  }
}

function refusalOf(set: FieldSetName, { module }: FieldSet, problem: MappingProblem): RejectedError {
  const { field, from } = problem
  const where = { set, field, from }
  switch (problem.wrong) {
    case 'unknown_field':
      return new RejectedError('mapping.unknown_field', { ...where, module }, 422)
    case 'sensitive':
      return new RejectedError('mapping.sensitive', where, 422)
    case 'wrong_type':
      return new RejectedError(
        'mapping.wrong_type',
        { ...where, module, type: problem.type, expected: problem.expected.join(', ') },
        422,
      )
    case 'read_only':
      return new RejectedError('mapping.read_only', { ...where, module }, 422)
    case 'shared':
      return new RejectedError('mapping.shared', { ...where, other: problem.other }, 422)
    case 'unknown_value':
      return new RejectedError(
        'mapping.unknown_value',
        { ...where, value: problem.value, known: problem.known.map((value) => `“${value}”`).join(', ') },
        422,
      )
    case 'not_translatable':
      return new RejectedError('mapping.not_translatable', where, 422)
  }
}
