import { type Exchange, exchange } from '../exchange.ts'
import { finance, instalment, paymentRecord } from './finance.ts'
import { AS_OF, getFinance, items, ZOHO } from './records.ts'

type Item = Record<string, unknown>

const deletion = (n: number, by: number): Item => ({ zohoid: ZOHO(n), as_of: AS_OF + by })
const payment = (n: number, by: number): string =>
  items('add_payment', { ...paymentRecord(n), student: ZOHO(600), userid: '{payer}', as_of: AS_OF + by })
const registration = (n: number, by: number): string =>
  items('set_registrations', {
    zohoid: ZOHO(n),
    student: ZOHO(600),
    userid: '{payer}',
    programme: 'Business',
    instalments: [instalment(1)],
    as_of: AS_OF + by,
  })
const money = (by: number): string =>
  items(
    'set_finance',
    finance(600, {
      as_of: AS_OF + by,
      payments: [paymentRecord(970), paymentRecord(971)],
      instalments: [instalment(1, { registration: ZOHO(610) }), instalment(1, { registration: ZOHO(611) })],
    }),
  )

/** Deletions that come before what they delete: whatever was read earlier brings nothing back. */
export const laterDeletionExchanges: Exchange[] = [
  exchange('deleted before: a payment', items('delete_payment', deletion(970, 10))),
  exchange('deleted before: a registration', items('delete_registrations', deletion(610, 10))),
  exchange('deleted before: deleted by something older too', items('delete_payment', deletion(970, 1))),
  exchange('deleted before: the payment, read earlier', payment(970, 9)),
  exchange('deleted before: the registration, read earlier', registration(610, 9)),
  exchange('deleted before: the finance, read earlier', money(5)),
  exchange('deleted before: leaves both out', getFinance(600)),
  exchange('deleted before: the same finance again', money(5)),
  exchange('deleted before: the finance, read at the same moment', money(10)),
  exchange('deleted before: brings both', getFinance(600)),
  exchange('deleted before: the registration, read at the same moment', registration(610, 10)),
  exchange('deleted before: another payment', items('delete_payment', deletion(972, 20))),
  exchange('deleted before: which is read later', payment(972, 21)),
  exchange('deleted before: and is there', getFinance(600)),
]
