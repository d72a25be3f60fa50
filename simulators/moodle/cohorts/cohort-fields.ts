import { dmlWriteError, invalidParameter, MoodleError } from '../errors.ts'
import { list, optional, optionalList, type Parsed, struct, value, withDefault } from '../params.ts'
import { HTML, shown } from '../teaching/format.ts'
import type { Cohort } from '../teaching/rows.ts'
import { SYSTEM_CONTEXT } from '../teaching/seed.ts'
import type { MoodleWorld } from '../world.ts'

const fields = {
  categorytype: struct({ type: value('text'), value: value('raw') }),
  name: value('raw'),
  idnumber: value('raw'),
  description: optional('raw'),
  descriptionformat: withDefault('int', '1'),
  visible: optional('bool'),
  theme: optional('theme'),
  customfields: optionalList(struct({ shortname: value('alphanumext'), value: value('raw') })),
}
export const createCohortsParams = struct({ cohorts: list(struct(fields)) })
export const updateCohortsParams = struct({ cohorts: list(struct({ id: value('int'), ...fields })) })

/** A cohort as it is told when it was made; reading one adds `customfields`. */
export const toldCohort = (cohort: Cohort): Record<string, unknown> => ({
  id: cohort.id,
  name: cohort.name,
  idnumber: cohort.idnumber,
  description: shown(cohort.description),
  descriptionformat: HTML,
  visible: cohort.visible === 1,
  theme: '',
})

type Sent = Parsed<typeof createCohortsParams>['cohorts'][number]

/** The context that a cohort's `categorytype` names: the site's, or a category's by id or idnumber. */
export function contextOf({ type, value: wanted }: Sent['categorytype'], { teaching }: MoodleWorld): number {
  if (type === 'system') return SYSTEM_CONTEXT
  if (type !== 'id' && type !== 'idnumber') throw invalidParameter(`category type must be id, idnumber or system:${type}`)
  const category = type === 'id' ? teaching.categories.get(idIn(wanted)) : teaching.categories.where('idnumber', wanted)[0]
  if (category === undefined || wanted === '') throw invalidParameter(`category not exists: category ${type} = ${wanted}`)
  return category.contextid
}

/** A number that PostgreSQL takes for an id; it refuses a text that is none. */
export function idIn(text: string): number {
  if (!/^\s*[+-]?\d{1,18}\s*$/.test(text))
    throw new MoodleError('dml_read_exception', 'dmlreadexception', 'Error reading from database')
  return Number(text)
}

/** Nothing checks lengths before the database does. */
export function refuseTooLong({ name, idnumber }: Pick<Cohort, 'name' | 'idnumber'>): void {
  if ([...name].length > 254) throw dmlWriteError('ERROR:  value too long for type character varying(254)')
  if ([...(idnumber ?? '')].length > 100) throw dmlWriteError('ERROR:  value too long for type character varying(100)')
}
