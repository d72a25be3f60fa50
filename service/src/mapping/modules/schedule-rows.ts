import { fieldSet, from } from '../mapping.ts'

/** Rows of `Payment_Schedule`, the instalments of a registration: the columns that the college's own code used (Appendix A). */
export const scheduleRowFields = fieldSet(
  'scheduleRows',
  'Payment_Schedule',
  {
    parent: from('Parent_Id', 'lookup', { required: true }),
    number: from('Installment_No', 'count', { required: true }),
    dueDate: from('Due_Date', 'day'),
    amount: from('Installment_Amount', 'amount', { required: true }),
    status: from('Installment_Status', 'text'),
    paidDate: from('Paid_Date', 'day'),
  },
  { tellsTime: false },
)
