import { list, type Parsed, struct, value } from '../params.ts'
import type { Visit } from '../world.ts'
import { secondsNow } from '../world.ts'
import { badParameter } from './get-finance.ts'
import { ItemRefused, refusalOr } from './item-refused.ts'
import { itemsIn, type itemsParams } from './items.ts'
import { RecordFields } from './record-fields.ts'
import type { TemplateRow } from './record-tables.ts'

type Criterion = { shortname: string; description: string }

export const getTemplatesParams = struct({ zohoids: list(value('alphanum')) })

const MOST = 100
const MAX_TEXT = 10_000

/** local_campusbridge_get_grading_templates; no copies are played. */
export function getTemplates({ zohoids }: Parsed<typeof getTemplatesParams>, { world, rows }: Visit) {
  if (zohoids.length > MOST) throw badParameter(`zohoids: at most ${MOST}`)
  const found = [...world.studentRecords.templates.values()].filter(({ zohoid }) => zohoids.includes(zohoid))
  rows.found += found.length
  return {
    templates: found.map(({ zohoid, definitionid, name, description, criteria, asof }) => ({
      zohoid,
      definitionid,
      as_of: asof,
      name,
      description,
      timemodified: secondsNow(world),
      criteria: criteriaIn(criteria).map((one, index) => ({ id: index + 1, ...one, descriptionmarkers: '' })),
      copies: [],
    })),
  }
}

/**
 * local_campusbridge_set_grading_templates. Marks and copies are what a test has put into the row: `marks` as the plugin says them, such as
 * `P3 (2)`, and the counts `copiesupdated` and `copiesbehind`.
 */
export function setTemplates({ items }: Parsed<typeof itemsParams>, visit: Visit) {
  const { templates } = visit.world.studentRecords
  const results = itemsIn(items).map((values) =>
    refusalOr(() => {
      const { zohoid, asOf, name, description, criteria } = read(new RecordFields(values, secondsNow(visit.world)))
      const row = templates.get(zohoid)
      const definitionid = row?.definitionid ?? templates.size + 1
      if (row !== undefined && asOf < row.asof) return { status: 'stale', zohoid, definitionid }
      const said = { name, description, criteria: JSON.stringify(criteria) }
      if (row === undefined) {
        visit.rows.written += 1
        templates.set(zohoid, { zohoid, definitionid, ...said, marks: '', copiesupdated: 0, copiesbehind: 0, asof: asOf })
        return { status: 'created', zohoid, definitionid }
      }
      if (row.name === name && row.description === description && row.criteria === said.criteria) {
        visit.rows.found += 1
        templates.set(zohoid, { ...row, asof: asOf })
        return { status: 'skipped', zohoid, definitionid }
      }
      refuseRemoval(row, criteria)
      visit.rows.written += 1
      templates.set(zohoid, { ...row, ...said, asof: asOf })
      const { copiesupdated, copiesbehind } = row
      return { status: 'updated', zohoid, definitionid, copiesupdated, copiesbehind }
    }),
  )
  return { results }
}

function read(fields: RecordFields) {
  const zohoid = fields.zohoid('zohoid')
  const asOf = fields.asOf()
  fields.optionalFlag('force')
  const criteria = fields.list('criteria', 297).map((criterion): Criterion => {
    const shortname = criterion.line('shortname', 255).replaceAll(/\s/g, '').toUpperCase()
    if (!/^[PMD][1-9][0-9]?$/.test(shortname)) criterion.refuse('shortname', 'P, M or D with a number, such as P1')
    const description = lines(criterion.lines('description', MAX_TEXT))
    if (description === '') criterion.missing('description')
    criterion.only()
    return { shortname, description }
  })
  if (criteria.length === 0) fields.refuse('criteria', 'at least one criterion')
  const name = fields.line('name', 255).trim()
  if (name === '') fields.missing('name')
  const description = lines(fields.lines('description', MAX_TEXT))
  fields.only()
  return { zohoid, asOf, name, description, criteria: criteria.toSorted((a, b) => rank(a) - rank(b)) }
}

const lines = (text: string): string => text.replaceAll('\r\n', '\n').trim()

const rank = ({ shortname }: Criterion): number => 'PMD'.indexOf(shortname.charAt(0)) * 100 + Number(shortname.slice(1))

const criteriaIn = (json: string): Criterion[] => JSON.parse(json) as Criterion[]

function refuseRemoval({ criteria, marks }: TemplateRow, wanted: readonly Criterion[]): void {
  const gone = criteriaIn(criteria).filter((one) => wanted.every(({ shortname }) => shortname !== one.shortname))
  const marked = marks.split(', ').filter((mark) => gone.some(({ shortname }) => mark.startsWith(`${shortname} (`)))
  if (marked.length === 0) return
  const why = `these would go although submissions were marked on them: ${marked.join(', ')}`
  throw new ItemRefused('criterionhasmarks', 'criteria', `criteria: ${why}. Keep them in the unit, or send force: true`)
}
