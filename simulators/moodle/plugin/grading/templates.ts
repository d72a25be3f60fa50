import { invalidParameter } from '../../errors.ts'
import { list, type Parsed, struct, value } from '../../params.ts'
import { secondsNow, type Visit } from '../../world.ts'
import { appliedAt, claimTime } from '../applied-times.ts'
import { type Refusal, refusalOr } from '../item-refused.ts'
import { itemsIn, type itemsParams } from '../items.ts'
import { RecordFields } from '../record-fields.ts'
import { type Copy, copiesOf, deleteForm, emptyForm, refuseRemovalOfMarks, templateOf, writeForm } from './forms.ts'
import { changesTo, decoded, type FormChanges, isSame, readUnitForm, type UnitForm } from './unit-form.ts'

const MOST_IDS = 100

type Set = { zohoid: string; definitionid?: number } & (
  | { status: 'created' | 'skipped' | 'stale' }
  | { status: 'updated'; changes: FormChanges; copiesupdated: number; copiesbehind: number }
)
type Deleted = { status: 'deleted' | 'stale' | 'skipped'; zohoid: string; definitionid?: number }

/** Each item on its own: what the plugin does with a batch comes to the same. */
function runEach<Item, Result extends { status: string }>(
  items: string,
  visit: Visit,
  read: (fields: RecordFields) => Item,
  work: (item: Item) => Result,
): { results: (Result | Refusal)[] } {
  const now = secondsNow(visit.world)
  const results = itemsIn(items).map((values) =>
    refusalOr<Result>(() => {
      const item = read(new RecordFields(values, now))
      return visit.world.teaching.journal.transaction(() => work(item))
    }),
  )
  visit.rows.written += results.filter(({ status }) => ['created', 'updated', 'deleted'].includes(status)).length
  visit.rows.found += results.filter(({ status }) => status === 'skipped').length
  return { results }
}

type TemplateItem = { zohoid: string; asOf: number; force: boolean; form: UnitForm }

/** local_campusbridge_set_grading_templates. */
export const setGradingTemplates = ({ items }: Parsed<typeof itemsParams>, visit: Visit) =>
  runEach(
    items,
    visit,
    (fields): TemplateItem => {
      const [zohoid, asOf] = [fields.zohoid('zohoid'), fields.asOf()]
      const item = { zohoid, asOf, force: fields.optionalFlag('force') ?? false, form: readUnitForm(fields) }
      fields.only()
      return item
    },
    (item) => setOne(item, visit),
  )

function setOne({ zohoid, asOf, force, form }: TemplateItem, visit: Visit): Set {
  const { world } = visit
  const current = templateOf(zohoid, world)
  if (current === undefined) {
    if (asOf < appliedAt(world.asOf, 'template', zohoid)) return { status: 'stale', zohoid }
    const made = writeForm(emptyForm({ zohoid, asof: asOf }, world), form, visit)
    return { status: 'created', zohoid, definitionid: made.id }
  }
  const definitionid = current.id
  if (asOf < current.asof) return { status: 'stale', zohoid, definitionid }
  const changes = changesTo(current, form)
  if (isSame(changes)) {
    world.teaching.grading_definitions.replace({ ...current, asof: asOf })
    return { status: 'skipped', zohoid, definitionid }
  }
  const copies = copiesOf(current, world)
  if (!force) refuseRemovalOfMarks(changes.removed, copies, world)
  writeForm({ ...current, asof: asOf }, form, visit)
  const follows = ({ marked, behind }: Copy): boolean => marked === 0 && behind === ''
  const following = copies.filter(follows)
  for (const copy of following) writeForm(copy.form, form, visit)
  const staying = copies.filter((copy) => !follows(copy))
  const copiesbehind = staying.filter((copy) => !isSame(changesTo(copy.form, form))).length
  return { status: 'updated', zohoid, definitionid, changes, copiesupdated: following.length, copiesbehind }
}

/** local_campusbridge_delete_grading_templates: copies in assignments stay. */
export const deleteGradingTemplates = ({ items }: Parsed<typeof itemsParams>, visit: Visit) =>
  runEach(
    items,
    visit,
    (fields) => {
      const item = { zohoid: fields.zohoid('zohoid'), asOf: fields.asOf() }
      fields.only()
      return item
    },
    ({ zohoid, asOf }): Deleted => {
      const form = templateOf(zohoid, visit.world)
      if (form !== undefined && asOf < form.asof) return { status: 'stale', zohoid, definitionid: form.id }
      visit.world.teaching.journal.note(claimTime(visit.world.asOf, 'template', zohoid, { asof: asOf, userid: 0 }))
      if (form === undefined) return { status: 'skipped', zohoid }
      deleteForm(form, visit)
      return { status: 'deleted', zohoid, definitionid: form.id }
    },
  )

export const getGradingTemplatesParams = struct({ zohoids: list(value('alphanum')) })

/** local_campusbridge_get_grading_templates: by age; a unit without a template is absent. */
export function getGradingTemplates(
  { zohoids }: Parsed<typeof getGradingTemplatesParams>,
  visit: Visit,
): { templates: unknown[] } {
  const { world } = visit
  if (zohoids.length > MOST_IDS) throw invalidParameter(`zohoids: at most ${MOST_IDS}`)
  const forms = [...new Set(zohoids)].flatMap((zohoid) => templateOf(zohoid, world) ?? []).sort((a, b) => a.id - b.id)
  visit.rows.found += forms.length
  const templates = forms.map((form) => ({
    zohoid: form.zohoid,
    definitionid: form.id,
    as_of: form.asof,
    name: form.name,
    description: form.description,
    timemodified: form.timemodified,
    criteria: form.criteria.map(({ id, shortname, description, descriptionmarkers }) => ({
      id,
      shortname,
      description: decoded(description),
      descriptionmarkers: decoded(descriptionmarkers),
    })),
    copies: copiesOf(form, world).map(({ form: copy, marked, behind, changes }) => {
      const { courseid, cmid } = world.teaching.assignments.get(copy.assignmentid) ?? {}
      return { definitionid: copy.id, cmid, courseid, assignmentid: copy.assignmentid, marked, behind, changes }
    }),
  }))
  return { templates }
}
