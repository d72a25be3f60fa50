import { describe, expect, test } from 'vitest'
import { createFaults } from './faults.ts'

describe('faults', () => {
  test('the third matching call from now is struck, calls of another name do not count', () => {
    const faults = createFaults()
    faults.add({ system: 'moodle', match: 'create_users', nth: 3, how: 'refuse' })
    const struck = ['create_users', 'get_users', 'create_users', 'core_user_create_users', 'create_users'].map(
      (operation) => faults.take('moodle', operation)?.how,
    )
    expect(struck).toEqual([undefined, undefined, undefined, 'refuse', undefined])
  })

  test('a fault for Zoho leaves Moodle alone', () => {
    const faults = createFaults()
    faults.add({ system: 'zoho', how: '500' })
    expect(faults.take('moodle', 'anything')).toBeUndefined()
    expect(faults.take('zoho', 'anything')?.how).toBe('500')
  })

  test('two faults due at once strike one call each', () => {
    const faults = createFaults()
    faults.add({ system: 'zoho', how: 'refuse' })
    faults.add({ system: 'zoho', how: 'lose' })
    expect([1, 2, 3].map(() => faults.take('zoho', 'call')?.how)).toEqual(['refuse', 'lose', undefined])
  })

  test('a fault can last for several calls', () => {
    const faults = createFaults()
    faults.add({ system: 'zoho', how: '429', nth: 2, times: 2 })
    expect([1, 2, 3, 4].map(() => faults.take('zoho', 'call')?.how)).toEqual([undefined, '429', '429', undefined])
    expect(faults.list()).toEqual([])
  })

  test('a cleared fault never strikes', () => {
    const faults = createFaults()
    faults.add({ system: 'zoho', how: '429' })
    faults.clear()
    expect(faults.take('zoho', 'call')).toBeUndefined()
  })
})
