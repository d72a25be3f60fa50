import { z } from 'zod'
import { SystemHeldError } from '../../domain/errors.ts'
import { moodleCategoryId, moodleCourseId } from '../../domain/ids.ts'
import type { MoodleCategory, MoodleCourse } from '../../ports/moodle-courses.ts'
import type { Variable } from './form.ts'

/** Without it Moodle answers names as HTML: "A &amp; B", filters applied (lib/external/classes/util.php, format_string). */
export const RAW: Variable = ['moodlewssettingraw', '1']

const id = z.int().positive()
/** Left out of a row for a caller who may not see it; null in the database for none. */
const hidden = z
  .string()
  .nullable()
  .transform((text) => text ?? '')
  .optional()
const instant = z.int().nonnegative()

export const categoryRows = z.array(z.looseObject({ id, name: z.string(), idnumber: hidden, parent: z.int().nonnegative() }))

export const courseRows = z.looseObject({
  courses: z.array(
    z.looseObject({
      id,
      fullname: z.string(),
      shortname: z.string(),
      idnumber: hidden,
      categoryid: z.int().nonnegative(),
      visible: z
        .union([z.boolean(), z.literal([0, 1])])
        .transform(Boolean)
        .optional(),
      startdate: instant.optional(),
      enddate: instant.optional(),
    }),
  ),
})

export const createdRows = z.array(z.looseObject({ id }))
export const nothing = z.null()
export const rowWarnings = z.looseObject({
  warnings: z
    .array(
      z.looseObject({
        itemid: z.int().optional(),
        warningcode: z.union([z.string(), z.number()]).transform(String),
        message: z.string().default(''),
      }),
    )
    .default([]),
})

type CategoryRow = z.output<typeof categoryRows>[number]
type CourseRow = z.output<typeof courseRows>['courses'][number]

/** @throws SystemHeldError when our user may not see ID numbers: every category would look like a stranger's */
export function categoryOf({ id, name, idnumber, parent }: CategoryRow, wsfunction: string): MoodleCategory {
  if (idnumber === undefined) throw new SystemHeldError('moodle', 'moodle.access_denied', { function: wsfunction })
  return { id: moodleCategoryId(id), name, idnumber, parent: parent === 0 ? 0 : moodleCategoryId(parent) }
}

/** @throws SystemHeldError when our user is shown the public part only: every course would look like a stranger's */
export function courseOf(row: CourseRow, wsfunction: string): MoodleCourse {
  const { idnumber, visible, startdate, enddate } = row
  if (idnumber === undefined || visible === undefined || startdate === undefined || enddate === undefined) {
    throw new SystemHeldError('moodle', 'moodle.access_denied', { function: wsfunction })
  }
  return {
    id: moodleCourseId(row.id),
    fullname: row.fullname,
    shortname: row.shortname,
    idnumber,
    category: moodleCategoryId(row.categoryid),
    visible,
    startdate,
    enddate,
  }
}
