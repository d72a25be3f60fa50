/** Whether a text is a day of the calendar, `YYYY-MM-DD`: JavaScript takes 30 February for 2 March. */
export function isDay(text: string): boolean {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text)
}

const HOURS_24 = 24 * 60 * 60_000

/** How the zone's clocks stand at an instant, as milliseconds that would be UTC. */
function localMs(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant)
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/**
 * The first instant of a calendar day somewhere, in seconds since 1970. Where clocks go forward at midnight that is not 00:00.
 * @param day `YYYY-MM-DD`
 * @param timeZone IANA
 * @throws RangeError for what is no day or no time zone
 */
export function startOfDay(day: string, timeZone: string): number {
  if (!isDay(day)) throw new RangeError(`Not a calendar day: ${day}`)
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const offsets = [midnight - HOURS_24, midnight + HOURS_24].map((instant) => localMs(instant, timeZone) - instant)
  const isThatDay = (instant: number): boolean => new Date(localMs(instant, timeZone)).toISOString().startsWith(day)
  const starts = offsets.map((offset) => midnight - offset).filter(isThatDay)
  return Math.min(...starts) / 1000
}

/** The first instant after a calendar day: an end date ends with its day. In seconds since 1970. @throws RangeError as `startOfDay` */
export function endOfDay(day: string, timeZone: string): number {
  if (!isDay(day)) throw new RangeError(`Not a calendar day: ${day}`)
  return startOfDay(new Date(Date.parse(`${day}T00:00:00Z`) + HOURS_24).toISOString().slice(0, 10), timeZone)
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name !== ''
  } catch {
    return false
  }
}
