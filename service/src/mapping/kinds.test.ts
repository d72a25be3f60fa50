import { describe, expect, test } from 'vitest'
import { type Kind, kinds, MISFIT } from './kinds.ts'

const read = (kind: Kind, value: unknown): unknown => kinds[kind].read(value)

describe('a value of Zoho', () => {
  test.each<[Kind, unknown, unknown]>([
    ['text', '  Izmir ', 'Izmir'],
    ['text', 42, '42'],
    ['text', null, ''],
    ['text', '-None-', ''],
    ['text', { name: 'x' }, MISFIT],
    ['country', 'Jordan', 'JO'],
    ['country', '-None-', ''],
    ['country', 'Atlantis', MISFIT],
    ['currency', 'TRY', 'TRY'],
    ['currency', '$', 'USD'],
    ['currency', 'euro', MISFIT],
    ['currency', null, ''],
    ['day', '2026-09-07', '2026-09-07'],
    ['day', '2026-09-07T10:00:00+03:00', '2026-09-07'],
    ['day', '2026-02-30', MISFIT],
    ['day', '07.09.2026', MISFIT],
    ['day', null, null],
    ['amount', 1234.5, '1234.50'],
    ['amount', 0.1 + 0.2, '0.30'],
    ['amount', '4,200', '4200.00'],
    ['amount', '0042.5', '42.50'],
    ['amount', '-150', '-150.00'],
    ['amount', '4200 USD', MISFIT],
    ['amount', '1.234,50', MISFIT],
    ['amount', '12.345', MISFIT],
    ['amount', '', null],
    ['percentage', 25, '25.00'],
    ['percentage', '25 %', '25.00'],
    ['percentage', 101, MISFIT],
    ['count', 3, 3],
    ['count', '3', 3],
    ['count', 2.5, MISFIT],
    ['count', null, null],
    ['flag', true, true],
    ['flag', null, false],
    ['flag', 'yes', MISFIT],
    ['lookup', { id: '5725767000000100001', name: 'A' }, '5725767000000100001'],
    ['lookup', '5725767000000100001', '5725767000000100001'],
    ['lookup', null, null],
    ['lookup', { name: 'A' }, MISFIT],
  ])('as %s: %j is %j', (kind, value, expected) => {
    expect(read(kind, value)).toBe(expected)
  })
})
