/**
 * The invented college both simulators are seeded with: plain records in Zoho's field names, the same on every machine.
 * Nobody in it exists; every address ends in college.example.
 */
import { classes, programs, teachers, units } from './college-catalogue.ts'
import * as oddities from './college-oddities.ts'
import { enrollments, payments, registrations } from './college-paperwork.ts'
import { students } from './college-students.ts'

export type { ZohoClass, ZohoProgram, ZohoTeacher, ZohoUnit } from './college-catalogue.ts'
export type { ZohoEnrollment, ZohoPayment, ZohoRegistration } from './college-paperwork.ts'
export { files } from './college-pictures.ts'
export type { ZohoStudent } from './college-students.ts'

/** Entered in this order; a module that comes twice goes on where it ended. */
export const college: [module: string, records: readonly { id: string }[]][] = Object.entries({
  Products: programs,
  BTEC: units,
  BTEC_Teachers: teachers,
  BTEC_Students: students,
  BTEC_Classes: classes,
  BTEC_Enrollments: enrollments,
  BTEC_Registrations: registrations,
  BTEC_Payments: payments,
}).concat(
  Object.entries({
    Products: oddities.furtherPrograms,
    BTEC_Teachers: oddities.furtherTeachers,
    BTEC_Classes: oddities.furtherClasses,
    BTEC_Enrollments: oddities.furtherEnrollments,
    BTEC_Registrations: oddities.furtherRegistrations,
    BTEC_Payments: oddities.furtherPayments,
  }),
)

/** In the recycle bin from the start. */
export const deleted: [module: string, records: readonly { id: string }[]][] = [['BTEC_Payments', oddities.deletedPayments]]

/** A Moodle account older than the integration: same username as the academic e-mail, no idnumber yet. */
export type AccountAlreadyInMoodle = {
  zohoId: string
  username: string
  firstname: string
  lastname: string
  email: string
  city: string
  country: string
}

/** Three students registered in Moodle by hand, long ago. The second one has moved since: Moodle still knows the old city. */
export const accountsAlreadyInMoodle: AccountAlreadyInMoodle[] = [12, 20, 28].flatMap((index) => {
  const student = students[index]
  if (student?.Academic_Email === undefined) return []
  const username = student.Academic_Email.toLowerCase()
  return [
    {
      zohoId: student.id,
      username,
      firstname: student.First_Name,
      lastname: student.Last_Name,
      email: username,
      city: index === 20 ? 'Sfax' : student.City,
      country: index === 12 ? 'DE' : index === 20 ? 'TN' : 'TR',
    },
  ]
})
