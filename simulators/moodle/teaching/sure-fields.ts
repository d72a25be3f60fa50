import type { MoodleWorld } from '../world.ts'

/** Refuses a field that a record does not have, and the lack of one that it needs. */
export function sureFields<R>(fields: Record<string, unknown>, known: readonly string[], needed: readonly string[]): R {
  const unknown = Object.keys(fields).filter((field) => !known.includes(field))
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')} here: there are ${known.join(', ')}`)
  const missing = needed.filter((field) => fields[field] === undefined)
  if (missing.length > 0) throw new Error(`It needs ${missing.join(', ')}`)
  return fields as R
}

export function requireUser(id: number, { users }: MoodleWorld): void {
  const user = users.get(id)
  if (user === undefined || user.deleted) throw new Error(`There is no user ${id}`)
}

export function requireCourse(id: number, { teaching }: MoodleWorld): void {
  if (teaching.courses.get(id) === undefined) throw new Error(`There is no course ${id}`)
}
