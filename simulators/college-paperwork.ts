import { classes, programs } from './college-catalogue.ts'
import { type Lookup, pick, zohoId } from './college-ids.ts'
import { students } from './college-students.ts'

export type ZohoEnrollment = {
  id: string
  Name: string
  Classes: Lookup
  Enrolled_Students: Lookup
  Enrollment_Type?: string
  Start_Date: string
  End_Date?: string
  Student_Name: string
  Class_Name: string
  Synced_to_Moodle: boolean
}

export type ZohoInstallment = {
  Installment_No: number
  Due_Date: string
  Installment_Amount: number
  Installment_Status: string
  Paid_Date?: string
}

export type ZohoRegistration = {
  id: string
  Name: string
  Student_ID: Lookup
  Program: Lookup
  First_Name: string
  Last_Name: string
  Registration_Date: string
  Registration_Status: string
  Study_Mode: string
  Study_Language: string
  Currency: string
  Program_Price: string
  Remaining_Amount: string
  Intake: string
  Void?: string
  Payment_Schedule: ZohoInstallment[]
}

export type ZohoPayment = {
  id: string
  Name: string
  Student_ID: Lookup
  Registration_ID: Lookup
  Payment_Amount: number
  Payment_Date: string
  Payment_Method: string
  Payment_Type: string
  Currency: string
  Installment_No: number
  Note?: string
}

const studying = students.filter((student) =>
  ['Active', 'Registered', 'Approved', 'Revive', 'Freeze', 'Withdraw'].includes(student.Status),
)
const registrationStatus: Record<string, string> = { Freeze: 'Freeze', Withdraw: 'Withdraw', Registered: 'New' }

export const enrollments: ZohoEnrollment[] = studying
  .filter((student) => student.Status !== 'Withdraw')
  .flatMap((student, index) => {
    const ofProgram = classes.filter((each) => each.BTEC_Program.id === student.Program.id)
    return [...new Set([pick(ofProgram, index), pick(ofProgram, index + 1)])].map((chosen) => ({ student, chosen }))
  })
  .map(({ student, chosen }, index) => ({
    id: zohoId(6, index),
    Name: `E26-${String(index + 1).padStart(4, '0')}`,
    Classes: { id: chosen.id },
    Enrolled_Students: { id: student.id },
    Enrollment_Type: pick(['Normal', 'Normal', 'Normal', 'Recording'], index),
    Start_Date: chosen.Start_Date,
    Student_Name: student.Display_Name,
    Class_Name: chosen.Class_Name,
    Synced_to_Moodle: false,
  }))

export const registrations: ZohoRegistration[] = studying.map((student, index) => {
  const program = programs.find((each) => each.id === student.Program.id) ?? pick(programs, 0)
  const installment = program.Program_Price / 4
  return {
    id: zohoId(7, index),
    Name: `R26-${String(index + 1).padStart(4, '0')}`,
    Student_ID: { id: student.id },
    Program: student.Program,
    First_Name: student.First_Name,
    Last_Name: student.Last_Name,
    Registration_Date: student.Registration_Date,
    Registration_Status: registrationStatus[student.Status] ?? 'Active',
    Study_Mode: student.Study_Mode,
    Study_Language: student.Study_Language,
    Currency: student.Currency,
    Program_Price: String(program.Program_Price),
    Remaining_Amount: String(program.Program_Price - installment),
    Intake: student.Intake,
    Payment_Schedule: (student.Scholarship !== undefined ? [] : [0, 1, 2, 3]).map((number) => ({
      Installment_No: number + 1,
      Due_Date: pick(['2026-09-15', '2026-11-15', '2027-01-15', '2027-03-15'], number),
      Installment_Amount: installment,
      Installment_Status: number === 0 ? 'Paid' : 'Pending',
      ...(number === 0 ? { Paid_Date: '2026-09-14' } : {}),
    })),
  }
})

export const payments: ZohoPayment[] = registrations
  .flatMap((registration, index) =>
    (index % 3 === 0 ? [registration, registration] : [registration]).map((each, number) => ({ each, number })),
  )
  .map(({ each, number }, index) => ({
    id: zohoId(8, index),
    Name: `P26-${String(index + 1).padStart(4, '0')}`,
    Student_ID: each.Student_ID,
    Registration_ID: { id: each.id },
    Payment_Amount: number === 0 ? Number(each.Program_Price) / 4 : 150,
    Payment_Date: '2026-09-14',
    Payment_Method: pick(['Cash', 'Bank'], index),
    Payment_Type: number === 0 ? 'Study Fees' : 'Books Fees',
    Currency: each.Currency,
    Installment_No: number + 1,
  }))
