/** What a real college has besides the ordinary: entered after everything else, so that the ordinary part stays as it is. */
import { classes, programs, teachers, units, type ZohoClass, type ZohoProgram, type ZohoTeacher } from './college-catalogue.ts'
import { pick, zohoId } from './college-ids.ts'
import {
  enrollments,
  payments,
  registrations,
  type ZohoEnrollment,
  type ZohoPayment,
  type ZohoRegistration,
} from './college-paperwork.ts'
import { students } from './college-students.ts'

export const furtherPrograms: ZohoProgram[] = [
  {
    ...pick(programs, 0),
    id: zohoId(1, programs.length),
    Product_Name: 'Qualifi Level 7 Diploma in Strategic Management and Leadership (closed to new students)',
    Program_ID: `PRG-${programs.length + 1}`,
    Program_Type: 'Level 7',
    Program_Major: 'Business',
    Program_Sub_Major: 'Strategic leadership & Management',
    Product_Sub_Category: 'Qualifi',
    Status: 'Disbaled',
  },
]

export const furtherTeachers: ZohoTeacher[] = [
  {
    id: zohoId(3, teachers.length),
    Name: 'د. هالة عبد الرحمن الخطيب',
    Email: 'hala.home@college.example',
    Academic_Email: 'hala.alkhatib@college.example',
    Phone_Number: '+962 6 555 0199',
    Currency: 'USD',
  },
]

type ClassLine = Pick<ZohoClass, 'Class_Name' | 'Class_Short_Name' | 'Class_Status'>

/** The statuses that the ordinary classes lack, three in Zoho's inner spelling, and one without any; the names say what else is odd. */
const classLines: ClassLine[] = [
  { Class_Name: 'Programming T2 2026', Class_Short_Name: 'IT-1-T2-27', Class_Status: 'Final Evaluation' },
  { Class_Name: 'Networking T2 2026', Class_Short_Name: 'IT-2-T2-27', Class_Status: 'Waiting Reassessment' },
  { Class_Name: 'Security T1 2026', Class_Short_Name: 'IT-5-T1-27', Class_Status: 'End' },
  { Class_Name: 'Database Design & Development T4 2026', Class_Short_Name: 'IT-4-T4-27', Class_Status: 'Waiting Submission' },
  { Class_Name: 'Security T4 2026', Class_Short_Name: 'IT-5-T4-27', Class_Status: 'Waiting Resubmission' },
  { Class_Name: 'Programming (evening) T3 2026', Class_Status: 'Active' },
  { Class_Name: 'Marketing Processes and Planning, group A', Class_Short_Name: 'BUS-2-T3-27', Class_Status: 'Active' },
  { Class_Name: 'Marketing Processes and Planning, group B', Class_Short_Name: 'BUS-2-T3-27', Class_Status: 'Active' },
  { Class_Name: 'Networking T4 2026, teacher to be found', Class_Short_Name: 'IT-2-T4-27', Class_Status: 'Pending' },
  { Class_Name: 'تصميم وتطوير قواعد البيانات – المجموعة الثانية', Class_Short_Name: 'IT-4-AR-27', Class_Status: 'Active' },
  { Class_Name: `${'Interdisciplinary project and portfolio '.repeat(6)}T4`.slice(0, 255), Class_Short_Name: 'AD-9-T4-27' },
]
/** By their place among these. */
const withoutTeacher = 8
const arabicTeacher = 9

export const furtherClasses: ZohoClass[] = classLines.map((line, index) => {
  const { Class_Short_Name: _short, Class_Status: _status, Teacher: _teacher, ...usual } = pick(classes, index)
  const unit = units.find((each) => line.Class_Name.startsWith(each.Name)) ?? pick(units, 2)
  const teacher = index === arabicTeacher ? pick(furtherTeachers, 0) : pick(teachers, index)
  return {
    ...usual,
    ...line,
    id: zohoId(5, classes.length + index),
    Name: `C26-${String(classes.length + index + 1).padStart(3, '0')}`,
    Unit: { id: unit.id },
    BTEC_Program: unit.Program,
    ...(index === withoutTeacher ? {} : { Teacher: { id: teacher.id } }),
  }
})

const types = ['Normal', 'Recording', 'Self-Study', 'Not Graded', '']

/** Two students of the programme in each, with every kind of enrolment, and one who has left since. */
export const furtherEnrollments: ZohoEnrollment[] = furtherClasses
  .flatMap((chosen, index) => {
    const ofProgram = students.filter((each) => each.Status === 'Active' && each.Program.id === chosen.BTEC_Program.id)
    return [pick(ofProgram, index), pick(ofProgram, index + 1)].map((student) => ({ chosen, student }))
  })
  .map(({ chosen, student }, index) => {
    const type = pick(types, index)
    const number = enrollments.length + index
    return {
      id: zohoId(6, number),
      Name: `E26-${String(number + 1).padStart(4, '0')}`,
      Classes: { id: chosen.id },
      Enrolled_Students: { id: student.id },
      ...(type === '' ? {} : { Enrollment_Type: type }),
      Start_Date: chosen.Start_Date,
      ...(index === 3 ? { End_Date: '2026-10-09' } : {}),
      Student_Name: student.Display_Name,
      Class_Name: chosen.Class_Name,
      Synced_to_Moodle: false,
    }
  })

const graduate = pick(students, 16)

/** One that is over, one that was entered by mistake. */
export const furtherRegistrations: ZohoRegistration[] = ['Graduated', 'Blocked'].map((status, index) => {
  const number = registrations.length + index
  return {
    ...pick(registrations, index),
    id: zohoId(7, number),
    Name: `R26-${String(number + 1).padStart(4, '0')}`,
    Student_ID: { id: graduate.id },
    Program: graduate.Program,
    First_Name: graduate.First_Name,
    Last_Name: graduate.Last_Name,
    Registration_Status: status,
    Remaining_Amount: index === 0 ? '0' : '1,050.00 USD',
    Payment_Schedule: [],
    ...(index === 0 ? {} : { Void: 'Entered twice' }),
  }
})

const furtherPayment = (index: number, like: ZohoPayment, changes: Partial<ZohoPayment>): ZohoPayment => {
  const number = payments.length + index
  return { ...like, id: zohoId(8, number), Name: `P26-${String(number + 1).padStart(4, '0')}`, ...changes }
}

export const furtherPayments: ZohoPayment[] = [
  // The student pays in US dollars; the embassy paid for the books in pounds.
  furtherPayment(0, pick(payments, 0), { Payment_Amount: 118.5, Currency: 'GBP', Payment_Type: 'Books Fees', Installment_No: 3 }),
  furtherPayment(1, pick(payments, 2), { Payment_Amount: -150, Note: 'VOID: the receipt was entered twice', Installment_No: 9 }),
]

/** Deleted by a person soon after they were entered: in the recycle bin from the start. */
export const deletedPayments: ZohoPayment[] = [
  furtherPayment(2, pick(payments, 4), { Payment_Amount: 9999, Note: 'Typed into the wrong student' }),
]
