import { expect, test } from 'vitest'
import { endOfDay, isTimeZone, startOfDay } from './days.ts'

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

test.each([
  ['2026-09-07', 'Europe/Istanbul', '2026-09-06T21:00:00.000Z'],
  ['2026-09-07', 'UTC', '2026-09-07T00:00:00.000Z'],
  ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z'],
  ['2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z'],
  ['2026-10-25', 'Europe/London', '2026-10-24T23:00:00.000Z'],
  // Clocks go forward at midnight: the day begins at 01:00.
  ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ['2026-07-01', 'Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
  ['2026-07-01', 'Pacific/Pago_Pago', '2026-07-01T11:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, instant) => {
  expect(iso(startOfDay(day, zone))).toBe(instant)
})

test('an end date ends with its day, which need not have 24 hours', () => {
  expect(endOfDay('2026-03-29', 'Europe/London') - startOfDay('2026-03-29', 'Europe/London')).toBe(23 * 3600)
  expect(endOfDay('2026-12-31', 'Europe/Istanbul')).toBe(startOfDay('2027-01-01', 'Europe/Istanbul'))
})

test('what is no day or no zone is refused', () => {
  expect(() => startOfDay('2026-02-30', 'UTC')).toThrow(RangeError)
  expect(() => startOfDay('2026-09-07', 'Mars/Olympus')).toThrow(RangeError)
  expect([isTimeZone('Asia/Amman'), isTimeZone('Amman'), isTimeZone('')]).toEqual([true, false, false])
})
