/** Zoho's API names of the modules we listen to, each with the word its webhook path and our event names use for it. */
export const subjectOfModule = {
  BTEC_Students: 'student',
  BTEC_Teachers: 'teacher',
  BTEC_Registrations: 'registration',
  BTEC_Classes: 'class',
  BTEC_Enrollments: 'enrollment',
  BTEC_Payments: 'payment',
  BTEC_Grades: 'grade',
  BTEC: 'unit',
  Products: 'program',
} as const

export type ZohoModule = keyof typeof subjectOfModule

export const isZohoModule = (name: string): name is ZohoModule => Object.hasOwn(subjectOfModule, name)

/** Subforms are modules of their own for a bulk read (reference/zoho.md §2.10). Zoho cuts the names at 25 characters. */
export type ZohoSubformName = 'Payment_Schedule' | 'BTEC_Grading_Template_P1' | 'Learning_Outcomes_Assessm'
export type ZohoSubject = (typeof subjectOfModule)[ZohoModule]

export const zohoSubjects = Object.values(subjectOfModule)

/** The module behind a webhook path: `student` → `BTEC_Students`. */
export const moduleOfSubject = Object.fromEntries(
  Object.entries(subjectOfModule).map(([module, subject]) => [subject, module]),
) as Record<ZohoSubject, ZohoModule>
