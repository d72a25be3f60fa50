import { moodleCategoryId } from '../../domain/ids.ts'
import { done, type Written } from '../../domain/written.ts'
import type { MoodleCategory, MoodleCategoryChange, NewMoodleCategory } from '../../ports/moodle-courses.ts'
import { inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import type { Variable } from './form.ts'
import { refusalOfRecord, type Widths } from './record-refusals.ts'
import { isAskable, rowsOf } from './rows.ts'
import { categoryOf, categoryRows, createdRows, nothing, RAW } from './teaching-answers.ts'
import { writeWhole } from './whole-batches.ts'

const READ = 'core_course_get_categories'
const CREATE = 'core_course_create_categories'
const UPDATE = 'core_course_update_categories'
/** A category costs Moodle about 40 ms, because it sorts the whole tree anew. */
const ROWS_PER_CALL = 20
const IDS_PER_CALL = 100
/** One call per ID number; for more of them one call for all categories, of which a college has some dozens, is cheaper. */
const FEW = 4
const widths: Widths = { name: 255, idnumber: 100 }

export async function categoriesBy(ask: Ask, field: 'id' | 'idnumber', values: readonly string[]): Promise<MoodleCategory[]> {
  const wanted = new Set(values.filter((value) => isAskable(field, value)))
  const found = new Map<number, MoodleCategory>()
  const read = async (criteria: readonly Variable[]): Promise<void> => {
    const rows = await ask.read(READ, [RAW, ['addsubcategories', '0'], ...criteria], categoryRows)
    for (const row of rows) {
      if (field === 'id' && !wanted.has(String(row.id))) continue
      const category = categoryOf(row, READ)
      if (wanted.has(String(category[field]))) found.set(category.id, category)
    }
  }
  if (field === 'idnumber' && wanted.size > FEW) await read([])
  else {
    const key = field === 'id' ? 'ids' : 'idnumber'
    await inBatches(
      [...wanted],
      () => (field === 'id' ? IDS_PER_CALL : 1),
      (batch) => read(rowsOf('criteria', [{ key, value: batch.join(',') }])),
    )
  }
  return [...found.values()]
}

/** A category that is there already, with our ID number, counts as done. */
export const createCategories = (ask: Ask, categories: readonly NewMoodleCategory[]): Promise<Written<MoodleCategory['id']>[]> =>
  writeWhole(categories, {
    function: CREATE,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const rows = items.map(({ category: { parent, idnumber, name } }) => ({ parent, idnumber, name }))
      const made = await ask.write(CREATE, rowsOf('categories', rows), createdRows)
      return made.slice(0, items.length).map(({ id }) => done(moodleCategoryId(id)))
    },
    async standing(items) {
      const idnumbers = items.map(({ category }) => category.idnumber)
      const there = new Map((await categoriesBy(ask, 'idnumber', idnumbers)).map((category) => [category.idnumber, category.id]))
      return idnumbers.map((idnumber) => {
        const id = there.get(idnumber)
        return id === undefined ? undefined : done(id)
      })
    },
    refusalOf: ({ subject, category }, refusal) => refusalOfRecord(subject, refusal, category, widths),
  })

export const updateCategories = (ask: Ask, changes: readonly MoodleCategoryChange[]): Promise<Written[]> =>
  writeWhole(changes, {
    function: UPDATE,
    rowsPerCall: ROWS_PER_CALL,
    async send(items) {
      const rows = items.map(({ category, after }) => ({ ...after, id: category }))
      await ask.write(UPDATE, rowsOf('categories', rows), nothing)
      return items.map(() => done(undefined))
    },
    async standing(items) {
      const ids = items.map(({ category }) => String(category))
      const there = new Map((await categoriesBy(ask, 'id', ids)).map((category) => [category.id, category]))
      return items.map((item) => (says(there.get(item.category), item) ? done(undefined) : undefined))
    },
    refusalOf: ({ subject, after }, refusal) => refusalOfRecord(subject, refusal, after, widths),
  })

const says = (category: MoodleCategory | undefined, { after }: MoodleCategoryChange): boolean =>
  category !== undefined && Object.entries(after).every(([field, wanted]) => category[field as keyof typeof after] === wanted)
