import type { MoodleCategoryId, MoodleCourseId } from '../domain/ids.ts'
import type { Written } from '../domain/written.ts'

/** A course category as we see it. `parent` 0 is the top. */
export type MoodleCategory = { id: MoodleCategoryId; name: string; idnumber: string; parent: MoodleCategoryId | 0 }

export type CategoryFields = Pick<MoodleCategory, 'name' | 'idnumber' | 'parent'>

export type NewMoodleCategory = { subject: string; category: CategoryFields }

/** Only the fields that differ, with what stood there before. */
export type MoodleCategoryChange = {
  subject: string
  category: MoodleCategoryId
  before: Partial<CategoryFields>
  after: Partial<CategoryFields>
}

/** A course as we see it. Instants are seconds since 1970, 0 for none. */
export type MoodleCourse = {
  id: MoodleCourseId
  fullname: string
  shortname: string
  idnumber: string
  category: MoodleCategoryId
  visible: boolean
  startdate: number
  enddate: number
}

export type CourseFields = Omit<MoodleCourse, 'id'>

export type NewMoodleCourse = {
  subject: string
  course: CourseFields
  /** Moodle's course format, such as `topics`, and how many sections it begins with. */
  format: string
  sections: number
}

export type MoodleCourseChange = {
  subject: string
  course: MoodleCourseId
  before: Partial<CourseFields>
  after: Partial<CourseFields>
}

/** Categories and courses. Every method may throw RetryLaterError or SystemHeldError. */
export type MoodleCourses = {
  /** Absent ones are not in the answer. */
  categoriesBy(field: 'id' | 'idnumber', values: readonly string[]): Promise<MoodleCategory[]>
  createCategories(categories: readonly NewMoodleCategory[]): Promise<Written<MoodleCategoryId>[]>
  updateCategories(changes: readonly MoodleCategoryChange[]): Promise<Written[]>
  /** Absent ones are not in the answer; hidden ones are. */
  coursesBy(field: 'id' | 'idnumber' | 'shortname', values: readonly string[]): Promise<MoodleCourse[]>
  createCourses(courses: readonly NewMoodleCourse[]): Promise<Written<MoodleCourseId>[]>
  updateCourses(changes: readonly MoodleCourseChange[]): Promise<Written[]>
}
