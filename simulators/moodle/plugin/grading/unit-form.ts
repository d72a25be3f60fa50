import { cleanParam } from '../../clean-param.ts'
import type { Criterion, GradingForm } from '../../teaching/rows.ts'
import type { RecordFields } from '../record-fields.ts'

/** What a unit's form says, in the order of its criteria and without their ids. */
export type UnitForm = { name: string; description: string; criteria: Omit<Criterion, 'id'>[] }

/** In the order of Moodle's own description of the answer. */
export type FormChanges = { added: string[]; removed: string[]; changed: string[]; details: boolean }

const MOST_CRITERIA = 297
const LONGEST = 10_000
const LONGEST_NAME = 255
const LEVELS = 'PMD'

/** The form in an item, its criteria in their order: P1, P2 … M1 … D1. */
export function readUnitForm(item: RecordFields): UnitForm {
  const criteria: UnitForm['criteria'] = []
  for (const fields of item.list('criteria', MOST_CRITERIA)) {
    const shortname = fields.line('shortname', LONGEST_NAME).replaceAll(/\s+/g, '').toUpperCase()
    if (!/^[PMD][1-9][0-9]?$/.test(shortname)) fields.refuse('shortname', 'P, M or D with a number, such as P1')
    if (criteria.some((earlier) => earlier.shortname === shortname))
      fields.refuse('shortname', `each only once, not ${shortname} again`)
    const description = lines(fields.lines('description', LONGEST))
    if (description === '') fields.missing('description')
    const descriptionmarkers = encoded(lines(fields.lines('descriptionmarkers', LONGEST)))
    criteria.push({ shortname, description: encoded(description), descriptionmarkers })
    fields.only()
  }
  if (criteria.length === 0) item.refuse('criteria', 'at least one criterion')
  criteria.sort((a, b) => rank(a.shortname) - rank(b.shortname))
  const name = trimmed(cleanParam(item.line('name', LONGEST_NAME), 'text'))
  if (name === '') item.missing('name')
  return { name, description: lines(item.lines('description', LONGEST)), criteria }
}

const rank = (shortname: string): number => LEVELS.indexOf(shortname.charAt(0)) * 100 + Number(shortname.slice(1))

const trimmed = (text: string): string => text.replaceAll(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '')
const lines = (text: string): string => trimmed(text.replaceAll('\r\n', '\n'))

/** The form writes texts into its page, so it keeps the two that would be tags as entities. */
const encoded = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
export const decoded = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')

/** What would change in a form if it said something else. */
export function changesTo(current: UnitForm, wanted: UnitForm): FormChanges {
  const names = (form: UnitForm, other: UnitForm, there: boolean): string[] =>
    form.criteria
      .map(({ shortname }) => shortname)
      .filter((shortname) => other.criteria.some((each) => each.shortname === shortname) === there)
  const kept = names(wanted, current, true)
  const changed = kept.filter((shortname) => textsOf(current, shortname) !== textsOf(wanted, shortname))
  const isReordered = names(current, wanted, true).join() !== kept.join()
  const details = isReordered || current.name !== wanted.name || current.description !== wanted.description
  return { added: names(wanted, current, false), removed: names(current, wanted, false), changed, details }
}

function textsOf({ criteria }: UnitForm, shortname: string): string {
  const { description, descriptionmarkers } = criteria.find((each) => each.shortname === shortname) ?? {}
  return JSON.stringify([description, descriptionmarkers])
}

export const isSame = (changes: FormChanges): boolean =>
  !changes.details && changes.added.length + changes.removed.length + changes.changed.length === 0

/** A form as it becomes, criteria that stay keeping their ids. */
export function formWith(current: GradingForm, { name, description, criteria }: UnitForm, nextId: () => number): GradingForm {
  const idOf = (shortname: string): number => current.criteria.find((each) => each.shortname === shortname)?.id ?? nextId()
  return { ...current, name, description, criteria: criteria.map((each) => ({ id: idOf(each.shortname), ...each })) }
}
