import { expect, test } from 'vitest'
import { isCronExpression, lastDue } from './cron.ts'

test.each(['*/10 * * * *', '15 2 * * *', '0 3 * * 1-5', '5,35 8-18 * * SUN'])('%s is an expression', (expression) => {
  expect(isCronExpression(expression)).toBe(true)
})

test.each(['', 'nightly', '@daily', '61 * * * *', '* * * * * *', '* * * *', '0 0 30 2 *', '2026-01-01T00:00:00', '15 2 * *\n*'])(
  '%j is none',
  (expression) => {
    expect(isCronExpression(expression)).toBe(false)
  },
)

const due = (expression: string, zone: string, now: string): string | undefined =>
  lastDue(expression, zone, new Date(now))?.toISOString()

test.each([
  ['*/10 * * * *', 'UTC', '2026-01-01T10:00:00.000Z', '2026-01-01T10:00:00.000Z'],
  ['*/10 * * * *', 'UTC', '2026-01-01T09:59:59.999Z', '2026-01-01T09:50:00.000Z'],
  ['15 2 * * *', 'Asia/Amman', '2026-01-01T10:00:00.000Z', '2025-12-31T23:15:00.000Z'],
  // The hour that a spring night leaves out, and the one that an autumn night has twice.
  ['15 2 * * *', 'Europe/Berlin', '2026-03-29T10:00:00.000Z', '2026-03-29T01:00:00.000Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-25T10:00:00.000Z', '2026-10-25T00:30:00.000Z'],
])('%s in %s was last due before %s at %s', (expression, zone, now, expected) => {
  expect(due(expression, zone, now)).toBe(expected)
})
