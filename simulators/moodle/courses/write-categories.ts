import { missingRecord, moodleException } from '../errors.ts'
import { list, optional, type Parsed, struct, value, withDefault } from '../params.ts'
import { requireFormat, shown } from '../teaching/format.ts'
import type { Category } from '../teaching/rows.ts'
import { type MoodleWorld, secondsNow, type Visit } from '../world.ts'
import { below, renumber } from './category-tree.ts'

const said = {
  idnumber: optional('raw'),
  description: optional('raw'),
  descriptionformat: withDefault('int', '1'),
  theme: optional('theme'),
}

export const createCategoriesParams = struct({
  categories: list(struct({ name: value('text'), parent: withDefault('int', '0'), ...said })),
})
export const updateCategoriesParams = struct({
  categories: list(struct({ id: value('int'), name: optional('text'), parent: optional('int'), ...said })),
})

/** core_course_create_categories: all or nothing. */
export function createCategories(
  { categories }: Parsed<typeof createCategoriesParams>,
  visit: Visit,
): { id: number; name: string }[] {
  const { teaching } = visit.world
  const made = teaching.journal.transaction(() => categories.map((sent) => createOne(sent, visit.world)))
  visit.rows.written += made.length
  return made.map(({ id, name }) => ({ id, name: shown(name) }))
}

function createOne(sent: Parsed<typeof createCategoriesParams>['categories'][number], world: MoodleWorld): Category {
  const { categories, contexts } = world.teaching
  const parent = categories.get(sent.parent)
  if (sent.parent !== 0 && parent === undefined) throw moodleException('unknowcategory', 'Category not known!')
  requireFormat(sent.descriptionformat)
  checkName(sent.name)
  checkIdnumber(sent.idnumber, 0, world)
  const category: Category = {
    id: categories.nextId(),
    name: sent.name,
    idnumber: sent.idnumber ?? null,
    description: sent.description ?? '',
    descriptionformat: sent.descriptionformat,
    parent: sent.parent,
    sortorder: 0,
    visible: parent?.visible ?? 1,
    visibleold: 1,
    timemodified: secondsNow(world),
    depth: 1,
    path: '',
    contextid: contexts.nextId(),
  }
  categories.insert(category)
  renumber(world)
  return category
}

/** core_course_update_categories: answers null; all or nothing. */
export function updateCategories({ categories }: Parsed<typeof updateCategoriesParams>, visit: Visit): null {
  const { teaching } = visit.world
  teaching.journal.transaction(() => {
    for (const sent of categories) updateOne(sent, visit.world)
  })
  visit.rows.written += categories.length
  return null
}

function updateOne(sent: Parsed<typeof updateCategoriesParams>['categories'][number], world: MoodleWorld): void {
  const { categories } = world.teaching
  // Number 0 is the top, which core finds, and which has no context of its own.
  if (sent.id === 0) throw missingRecord('course_categories')
  const known = categories.get(sent.id)
  if (known === undefined) throw moodleException('unknowncategory', `Unknown category with category ID number "${sent.id}"`)
  const isMoved = sent.parent !== undefined && sent.parent !== known.parent
  if (isMoved && sent.parent !== 0 && categories.get(sent.parent ?? 0) === undefined) throw missingRecord('course_categories')
  requireFormat(sent.descriptionformat)
  if (sent.name !== undefined) checkName(sent.name)
  if (sent.idnumber !== undefined && sent.idnumber !== known.idnumber) checkIdnumber(sent.idnumber, known.id, world)
  if (isMoved && [known, ...below(known, world)].some(({ id }) => id === sent.parent))
    throw moodleException('cannotmovecategory', 'Cannot move category')
  categories.replace({
    ...known,
    ...(sent.name === undefined ? {} : { name: sent.name }),
    ...(sent.idnumber === undefined ? {} : { idnumber: sent.idnumber }),
    ...(sent.description === undefined ? {} : { description: sent.description }),
    descriptionformat: sent.descriptionformat,
    ...(isMoved ? { parent: sent.parent ?? 0, sortorder: 0 } : {}),
    timemodified: secondsNow(world),
  })
  renumber(world)
}

/** PHP's empty(): no text, and "0". */
function checkName(name: string): void {
  if (name === '' || name === '0') throw moodleException('categorynamerequired', 'Category name is required')
  if ([...name].length > 255) throw moodleException('categorytoolong', 'Category name too long')
}

function checkIdnumber(idnumber: string | undefined, own: number, { teaching }: MoodleWorld): void {
  if (idnumber === undefined || idnumber === '') return
  if ([...idnumber].length > 100) throw moodleException('idnumbertoolong', 'ID number is too long')
  if (teaching.categories.where('idnumber', idnumber).some(({ id }) => id !== own))
    throw moodleException('categoryidnumbertaken', 'ID number is already used for another category')
}
