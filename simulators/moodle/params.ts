import { cleanParam, integerOf, type ParamType } from './clean-param.ts'
import { invalidParameter, MoodleError } from './errors.ts'
import type { FormValue } from './parse-form.ts'

type Presence = 'required' | 'optional' | { default: string }
type Scalar<T extends ParamType> = T extends 'int' ? number : T extends 'bool' ? boolean : string

export type ValueParam<T extends ParamType = ParamType, P extends Presence = Presence> = { kind: 'value'; type: T; presence: P }
export type ListParam<E = unknown, P extends Presence = Presence> = { kind: 'list'; of: E; presence: P }
export type StructParam<K = unknown> = { kind: 'struct'; keys: K; presence: 'required' }

/** The plain value that a description lets through. */
export type Parsed<D> =
  D extends ValueParam<infer T, Presence>
    ? Scalar<T>
    : D extends ListParam<infer E, Presence>
      ? Parsed<E>[]
      : D extends StructParam<infer K>
        ? { [N in keyof K as K[N] extends { presence: 'optional' } ? never : N]: Parsed<K[N]> } & {
            [N in keyof K as K[N] extends { presence: 'optional' } ? N : never]?: Parsed<K[N]>
          }
        : never

export const value = <T extends ParamType>(type: T): ValueParam<T, 'required'> => ({ kind: 'value', type, presence: 'required' })
export const optional = <T extends ParamType>(type: T): ValueParam<T, 'optional'> => ({
  kind: 'value',
  type,
  presence: 'optional',
})
export const withDefault = <T extends ParamType>(type: T, fallback: string): ValueParam<T, { default: string }> => ({
  kind: 'value',
  type,
  presence: { default: fallback },
})
export const list = <E>(of: E): ListParam<E, 'required'> => ({ kind: 'list', of, presence: 'required' })
export const optionalList = <E>(of: E): ListParam<E, 'optional'> => ({ kind: 'list', of, presence: 'optional' })
export const struct = <K extends Record<string, { presence: Presence }>>(keys: K): StructParam<K> => ({
  kind: 'struct',
  keys,
  presence: 'required',
})

type AnyStruct = { kind: 'struct'; keys: { [key: string]: AnyParam }; presence: 'required' }
type AnyParam = ValueParam | ListParam | AnyStruct

/**
 * Moodle's validate_parameters(): strict in both directions. A missing or an unknown key refuses the whole call, and so does a value
 * that cleaning would change (reference/moodle.md §1). Lists lose their keys and keep the order of arrival.
 */
export function validate<D>(description: D, given: FormValue): Parsed<D> {
  return check(description as AnyParam, given) as Parsed<D>
}

function check(description: AnyParam, given: FormValue): unknown {
  switch (description.kind) {
    case 'value':
      return scalar(description, given)
    case 'list':
      if (!(given instanceof Map)) throw invalidParameter(`Only arrays accepted. The bad value is: '${given}'`)
      return [...given.values()].map((member) => check(description.of as AnyParam, member))
    case 'struct':
      return members(description, given)
  }
}

function members(description: AnyStruct, given: FormValue): Record<string, unknown> {
  if (!(given instanceof Map)) throw invalidParameter(`Only arrays accepted. The bad value is: '${given}'`)
  const result: Record<string, unknown> = {}
  let known = 0
  for (const [key, member] of Object.entries(description.keys)) {
    const sent = given.get(key)
    if (sent !== undefined) {
      known += 1
      result[key] = named(key, () => check(member, sent))
    } else if (member.presence === 'required') {
      throw invalidParameter(`Missing required key in single structure: ${key}`)
    } else if (typeof member.presence === 'object') {
      result[key] = check(member, member.presence.default)
    }
  }
  if (known < given.size) {
    const unexpected = [...given.keys()].filter((key) => !(key in description.keys))
    throw invalidParameter(`Unexpected keys (${unexpected.join(', ')}) detected in parameter array.`)
  }
  return result
}

function named<T>(key: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof MoodleError)) throw error
    throw invalidParameter(`${key} => ${error.message}: ${error.debuginfo}`)
  }
}

function scalar({ type }: ValueParam, given: FormValue): string | number | boolean {
  if (given instanceof Map) throw invalidParameter('Scalar type expected, array or object received.')
  if (cleanParam(given, type) !== given) {
    throw invalidParameter(`Invalid external api parameter: the value is "${given}", the server was expecting "${type}" type`)
  }
  if (type === 'int') return Number(integerOf(given))
  return type === 'bool' ? given === '1' : given
}
