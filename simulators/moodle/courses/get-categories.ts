import { cleanParam, integerOf } from '../clean-param.ts'
import { moodleException } from '../errors.ts'
import { optionalList, type Parsed, struct, value, withDefault } from '../params.ts'
import { HTML, shown } from '../teaching/format.ts'
import type { Category } from '../teaching/rows.ts'
import type { Visit } from '../world.ts'
import { below } from './category-tree.ts'

export const getCategoriesParams = struct({
  criteria: optionalList(struct({ key: value('alpha'), value: value('raw') })),
  addsubcategories: withDefault('bool', '1'),
})

const int = (given: string): number => Number(integerOf(given))

/** What a criterion asks of a category. */
const criteria: Record<string, (category: Category, wanted: string) => boolean> = {
  id: ({ id }, wanted) => id === int(wanted),
  ids: ({ id }, wanted) =>
    wanted
      .replaceAll(/[^\d,]/g, '')
      .split(',')
      .includes(String(id)),
  idnumber: ({ idnumber }, wanted) => idnumber === wanted,
  name: ({ name }, wanted) => name === cleanParam(wanted, 'text'),
  parent: ({ parent }, wanted) => parent === int(wanted),
  visible: ({ visible }, wanted) => visible === int(wanted),
  theme: (_category, wanted) => cleanParam(wanted, 'theme') === '',
}

/** core_course_get_categories: those that meet all criteria, and by default all that is below them, in the order of the tree. */
export function getCategories(args: Parsed<typeof getCategoriesParams>, visit: Visit): unknown[] {
  const { teaching } = visit.world
  const asked = new Map<string, string>()
  for (const { key, value: wanted } of args.criteria ?? []) {
    if (!(key in criteria)) throw moodleException('criteriaerror', 'Missing permissions to search on a criterion.')
    if (!asked.has(key)) asked.set(key, wanted)
  }
  const meets = (category: Category, keys = [...asked.keys()]): boolean =>
    keys.every((key) => criteria[key]?.(category, asked.get(key) ?? '') === true)

  const found = new Set(teaching.categories.all().filter((category) => meets(category)))
  if (args.addsubcategories && asked.size > 0) {
    const also = ['visible', 'theme'].filter((key) => asked.has(key))
    for (const category of [...found]) {
      for (const child of below(category, visit.world)) if (meets(child, also)) found.add(child)
    }
  }
  visit.rows.found += found.size
  // Moodle compares the numbers of the order as text.
  return [...found].sort((a, b) => (String(a.sortorder) < String(b.sortorder) ? -1 : 1)).map((category) => told(category, visit))
}

const told = (category: Category, { world, raw }: Visit): Record<string, unknown> => ({
  id: category.id,
  name: shown(category.name, raw),
  idnumber: category.idnumber,
  description: shown(category.description, raw),
  descriptionformat: HTML,
  parent: category.parent,
  sortorder: category.sortorder,
  coursecount: world.teaching.courses.where('category', category.id).length,
  visible: category.visible,
  visibleold: category.visibleold,
  timemodified: category.timemodified,
  depth: category.depth,
  path: category.path,
  theme: '',
})
