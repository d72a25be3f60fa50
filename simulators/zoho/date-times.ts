const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})$/
const DATE = /^\d{4}-\d{2}-\d{2}$/
const HOUR = 3_600_000

/** Whole seconds, any offset or Z; anything else is not a date-time to Zoho. Milliseconds since the epoch. */
export const readDateTime = (text: unknown): number | undefined => {
  if (typeof text !== 'string' || !DATE_TIME.test(text)) return undefined
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? undefined : instant
}

export const isDate = (text: unknown): text is string => {
  if (typeof text !== 'string' || !DATE.test(text)) return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

const hourly = new Map<string, Map<number, number>>()

const offsetMinutes = (zone: string, instant: number): number => {
  const known = hourly.get(zone) ?? new Map<number, number>()
  hourly.set(zone, known)
  const hour = Math.floor(instant / HOUR)
  const cached = known.get(hour)
  if (cached !== undefined) return cached
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? []
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
  known.set(hour, offset)
  return offset
}

/** `2026-11-24T12:16:40+03:00`: the zone of the token's user, never milliseconds (reference/zoho.md §2.1). */
export const writeDateTime = (instant: number, zone: string): string => {
  const offset = offsetMinutes(zone, instant)
  const local = new Date(instant + offset * 60_000).toISOString().slice(0, 19)
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}
