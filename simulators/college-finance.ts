/** How the college wrote down what a student pays before registrations had a schedule: thirteen fields and eight instalments, under their odd names. */
export type ZohoFinance = {
  Scholarship: string
  Reason_of_scholarship: string
  Scholarship_Percentage: number
  Currency_of_transferred_amount: string
  Amount_Transferred: number
  Payment_Method: string
  Payment_Mode: string
  Bank_Name: string
  Bank_Holder_Name: string
  Registration_Fees: number
  Invoice_Reg_Fees: string
  /** A formula: nobody writes it but Zoho. What the studies cost before a scholarship and a discount are subtracted. */
  Total_Amount: number
  Discount_Amount: number
} & { [field: `${'st' | 'nd' | 'rd' | 'th'}_Payment${string}`]: string | number } & {
  [field: `Invoice_${'Num' | 'Date'}_${number}`]: string
}

const amounts = [
  'st_Payment',
  'nd_Payment',
  'rd_Payment',
  'th_Payment',
  'th_Payment1',
  'th_Payment2',
  'th_Payment3',
  'th_Payment4',
]
const dates = [
  'st_Payment_Date',
  'nd_Payment_Date',
  'rd_Payment_Date',
  'th_Payment_Date',
  'th_Payment_Date1',
  'th_Payment_Date2',
  'th_Payment_Date3',
  'th_Payment_Date4',
]
const days = ['2025-09-15', '2025-11-15', '2026-01-15', '2026-03-15', '2026-05-15', '2026-09-15', '2026-11-15', '2027-01-15']

/** @param paid what each instalment comes to, 0 where that one was left out */
const instalments = (paid: readonly number[]): Record<string, string | number> =>
  Object.fromEntries(
    paid.flatMap((amount, index) =>
      amount === 0
        ? []
        : [
            [amounts[index] ?? '', amount],
            [dates[index] ?? '', days[index] ?? ''],
            [`Invoice_Num_${index + 1}`, `INV-25-${String(401 + index)}`],
            [`Invoice_Date_${index + 1}`, days[index] ?? ''],
          ],
    ),
  )

const common = {
  Scholarship: 'Non-scholarship',
  Currency_of_transferred_amount: '$',
  Payment_Method: 'Bank Transfer',
  Payment_Mode: 'Installments',
  Bank_Name: 'Example Bank',
  Registration_Fees: 250,
  Invoice_Reg_Fees: 'REG-25-117',
}

/** By the student's place in the list. They enrolled a year earlier; their registrations have no schedule of their own. */
export const oldStyleFinance: Record<number, Partial<ZohoFinance>> = {
  10: {
    ...common,
    Bank_Holder_Name: 'Amina Diallo',
    Total_Amount: 4200,
    Amount_Transferred: 2350,
    ...instalments([525, 525, 525, 525, 525, 525, 525, 525]),
  },
  11: {
    ...common,
    Scholarship: 'Partial Scholarship %',
    Reason_of_scholarship: 'Second prize of the regional programming contest',
    Scholarship_Percentage: 33.33,
    Currency_of_transferred_amount: 'TRY',
    Bank_Holder_Name: 'Ivan Petrov',
    Total_Amount: 4200,
    Amount_Transferred: 1400.07,
    // The third was put off and never entered; the last one is still to come.
    ...instalments([700.03, 700.04, 0, 700.03, 700.04]),
  },
  13: {
    Scholarship: 'Full-Scholarship',
    Reason_of_scholarship: 'منحة المجلس الأكاديمي لعام ٢٠٢٥',
    Scholarship_Percentage: 100,
    Payment_Method: 'Not specified',
    Total_Amount: 3900,
  },
  30: {
    ...common,
    Payment_Method: 'Cash',
    Payment_Mode: 'One Payment',
    Total_Amount: 4200,
    Amount_Transferred: 4450,
    ...instalments([4200]),
  },
  // An amount without a date, a date without an amount: both occur.
  50: { ...common, Total_Amount: 3050, Discount_Amount: 250, st_Payment: 1400, nd_Payment_Date: '2026-01-15' },
}
