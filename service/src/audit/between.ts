import type { FieldChanges } from './trail.store.ts'

type Fields = Readonly<Record<string, unknown>>

/** Only what differs, a number as its digits. */
export const between = (before: Fields, after: Fields): FieldChanges =>
  Object.fromEntries(
    Object.entries(after)
      .map(([field, value]): [string, FieldChanges[string]] => [field, { before: plain(before[field]), after: plain(value) }])
      .filter(([, { before: was, after: is }]) => was !== is),
  )

const plain = (value: unknown): string | boolean | null =>
  value === undefined || value === null
    ? null
    : typeof value === 'string' || typeof value === 'boolean'
      ? value
      : typeof value === 'number'
        ? String(value)
        : JSON.stringify(value)
