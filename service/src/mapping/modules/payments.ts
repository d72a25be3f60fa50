import { fieldSet, from } from '../mapping.ts'

/** Of `BTEC_Payments`. `Name`, the autonumber, is the number of the receipt. */
export const paymentFields = fieldSet(
  'payments',
  'BTEC_Payments',
  {
    number: from('Name', 'text'),
    student: from('Student_ID', 'lookup', { required: true }),
    registration: from('Registration_ID', 'lookup'),
    amount: from('Payment_Amount', 'amount', { required: true }),
    currency: from('Currency', 'currency'),
    date: from('Payment_Date', 'day'),
    method: from('Payment_Method', 'text'),
    type: from('Payment_Type', 'text'),
    instalment: from('Installment_No', 'count'),
    synced: from('Synced_to_Moodle', 'flag', { owner: 'moodle' }),
  },
  { decidedBy: ['finance.types_that_reduce_the_fee'] },
)
