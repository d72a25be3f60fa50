import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, createUser, leave, newZohoId, now, one } from './plugin-site.ts'

afterAll(leave)

const SET = 'local_campusbridge_set_finance'

type Finance = {
  zohoid: string
  net_amount: string
  paid: string
  remaining: string
  instalments: { number: number; due_date: string; amount: string }[]
  payments: { zohoid: string; amount: string; voided: boolean }[]
}

const financeOf = (zohoid: string) =>
  call<{ students: Finance[] }>('local_campusbridge_get_finance', { zohoids: [zohoid] }).then(({ students }) => students)

let userid: number
beforeAll(async () => {
  userid = await createUser('payer')
})

const finance = (zohoid: string, differing: object = {}) => ({
  zohoid,
  userid,
  currency: 'USD',
  total_amount: '1500.00',
  scholarship_amount: '300.00',
  net_amount: '1200.00',
  instalments: [
    { number: 1, due_date: '2026-12-01', amount: '600.00', currency: 'USD' },
    { number: 2, due_date: '2027-03-01', amount: '600.00', currency: 'USD' },
  ],
  payments: [{ slot: 1, date: '2026-11-01', amount: '200.50', currency: 'USD', method: 'Bank transfer', reduces_fee: true }],
  as_of: now(),
  ...differing,
})

const payment = (student: string, differing: object = {}) => ({
  zohoid: newZohoId(),
  student,
  userid,
  date: '2026-11-20',
  amount: '99.50',
  currency: 'USD',
  method: 'Card',
  reduces_fee: true,
  as_of: now(),
  ...differing,
})

describe('set_finance and get_finance', () => {
  test('keep a student whole, leave alone what is already so, and do not go back in time', async () => {
    const zohoid = newZohoId()
    const began = now()
    expect(await one(SET, finance(zohoid, { as_of: began }))).toMatchObject({ status: 'created', zohoid })
    expect(await financeOf(zohoid)).toMatchObject([
      {
        zohoid,
        userid,
        net_amount: '1200.00',
        paid: '200.50',
        remaining: '999.50',
        instalments: [
          { number: 1, due_date: '2026-12-01', amount: '600.00' },
          { number: 2, due_date: '2027-03-01', amount: '600.00' },
        ],
        payments: [{ slot: 1, amount: '200.50', voided: false }],
      },
    ])
    expect(await one(SET, finance(zohoid, { as_of: began + 1 }))).toMatchObject({ status: 'skipped' })
    expect(await one(SET, finance(zohoid, { as_of: began + 2, payments: [] }))).toMatchObject({ status: 'updated' })
    expect(await one(SET, finance(zohoid, { as_of: began }))).toMatchObject({ status: 'stale' })
    expect(await financeOf(zohoid)).toMatchObject([{ paid: '0.00', remaining: '1200.00' }])
  })

  test('leave out students of whom nothing is known', async () => {
    expect(await financeOf(newZohoId())).toEqual([])
  })

  test.each([
    ['zohoid', { zohoid: 'x' }],
    ['userid', { userid: 999_999_999 }],
    ['currency', { currency: 'Dollar' }],
    ['net_amount', { net_amount: 1200.5 }],
    ['net_amount', { net_amount: '1,200.00' }],
    ['instalments', { instalments: undefined }],
    ['instalments', { instalments: [{ number: 1, due_date: '2026-02-30', amount: '1.00', currency: 'USD' }] }],
    ['payments', { payments: [{ amount: '1.00', currency: 'USD', reduces_fee: true }] }],
    ['as_of', { as_of: 0 }],
    ['netamount', { netamount: '1.00' }],
  ])('refuse a wrong %s: %j', async (field, differing) => {
    const zohoid = newZohoId()
    const result = await one(SET, finance(zohoid, differing))
    expect(result).toMatchObject({ status: 'refused', field: expect.stringContaining(field) })
    expect(await financeOf(zohoid)).toEqual([])
  })
})

describe('add_payment and delete_payment', () => {
  test('add a payment to what is paid, and take it away again', async () => {
    const zohoid = newZohoId()
    await one(SET, finance(zohoid))
    const item = payment(zohoid)
    expect(await one('local_campusbridge_add_payment', item)).toMatchObject({ status: 'created' })
    expect(await one('local_campusbridge_add_payment', { ...item, as_of: item.as_of + 1 })).toMatchObject({ status: 'skipped' })
    expect(await financeOf(zohoid)).toMatchObject([{ paid: '300.00', remaining: '900.00' }])

    const deletion = { zohoid: item.zohoid, as_of: item.as_of + 2 }
    expect(await one('local_campusbridge_delete_payment', deletion)).toMatchObject({
      status: expect.stringMatching(/^(deleted|updated)$/),
    })
    expect(await one('local_campusbridge_delete_payment', { ...deletion, as_of: item.as_of + 3 })).toMatchObject({
      status: 'skipped',
    })
    expect(await one('local_campusbridge_add_payment', item)).toMatchObject({ status: 'stale' })
    expect(await financeOf(zohoid)).toMatchObject([{ paid: '200.50', remaining: '999.50' }])
  })

  test.each([
    ['student', { student: '' }],
    ['amount', { amount: 'much' }],
    ['currency', { currency: '' }],
    ['date', { date: '1 May' }],
    ['userid', { userid: 0 }],
  ])('refuse a wrong %s: %j', async (field, differing) => {
    expect(await one('local_campusbridge_add_payment', payment(newZohoId(), differing))).toMatchObject({
      status: 'refused',
      field,
    })
  })
})
