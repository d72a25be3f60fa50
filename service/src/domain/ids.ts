declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** A Zoho record id: a string of 15–20 digits. It does not fit a JavaScript number. */
export type ZohoId = Branded<string, 'ZohoId'>
/** `mdl_user.id`, a positive integer. */
export type MoodleUserId = Branded<number, 'MoodleUserId'>
/** `mdl_course.id`. */
export type MoodleCourseId = Branded<number, 'MoodleCourseId'>
/** `mdl_course_categories.id`. */
export type MoodleCategoryId = Branded<number, 'MoodleCategoryId'>
/** `mdl_cohort.id`. */
export type MoodleCohortId = Branded<number, 'MoodleCohortId'>
/** The short name of a college: lower-case letters, digits and dashes. */
export type TenantId = Branded<string, 'TenantId'>

const ZOHO_ID = /^\d{15,20}$/
const TENANT_ID = /^[a-z0-9][a-z0-9-]{0,39}$/

export const isZohoId = (value: string): value is ZohoId => ZOHO_ID.test(value)
export const isTenantId = (value: string): value is TenantId => TENANT_ID.test(value)

/** @throws TypeError when the text is not a Zoho record id: parse at the edge, trust inside. */
export function zohoId(value: string): ZohoId {
  if (!isZohoId(value)) throw new TypeError(`Not a Zoho record id: ${JSON.stringify(value)}`)
  return value
}

const moodleId = <Id extends number>(value: number): Id => {
  if (!Number.isSafeInteger(value) || value <= 0) throw new TypeError(`Not an id of Moodle: ${value}`)
  return value as Id
}

/** @throws TypeError when the number is not a positive integer; so do the others. */
export const moodleUserId = (value: number): MoodleUserId => moodleId(value)
export const moodleCourseId = (value: number): MoodleCourseId => moodleId(value)
export const moodleCategoryId = (value: number): MoodleCategoryId => moodleId(value)
export const moodleCohortId = (value: number): MoodleCohortId => moodleId(value)

/** @throws TypeError when the text is not a tenant's short name. */
export function tenantId(value: string): TenantId {
  if (!isTenantId(value)) throw new TypeError(`Not a tenant id: ${JSON.stringify(value)}`)
  return value
}

/** The college that `/v1/events/…` belongs to and whose connections come from the environment. */
export const DEFAULT_TENANT = tenantId('default')
