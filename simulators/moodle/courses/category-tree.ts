import type { Category } from '../teaching/rows.ts'
import type { MoodleWorld } from '../world.ts'

const STEP = 10_000

/** Everything below a category, whatever the depth. */
export function below(category: Category, world: MoodleWorld): Category[] {
  return world.teaching.categories.where('parent', category.id).flatMap((child) => [child, ...below(child, world)])
}

/** Moodle's fix_course_sortorder(): numbers the tree as it is walked; what is new or was moved stands last among its siblings. */
export function renumber({ teaching }: MoodleWorld): void {
  let next = 0
  const walk = (parent: number, path: string, depth: number): void => {
    const last = Number.MAX_SAFE_INTEGER
    const children = teaching.categories.where('parent', parent).sort((a, b) => (a.sortorder || last) - (b.sortorder || last))
    for (const child of children) {
      next += STEP
      const placed = { ...child, sortorder: next, path: `${path}/${child.id}`, depth }
      if (placed.sortorder !== child.sortorder || placed.path !== child.path) teaching.categories.replace(placed)
      walk(child.id, placed.path, depth + 1)
    }
  }
  walk(0, '', 1)
}
