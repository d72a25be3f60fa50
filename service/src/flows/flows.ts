import { students } from './accounts/students.ts'
import { teachers } from './accounts/teachers.ts'
import { classes } from './classes/classes.ts'
import { enrolmentLists } from './enrolments/enrolment-lists.ts'
import { enrolmentRecords } from './enrolments/enrolment-records.ts'
import { enrolments } from './enrolments/enrolments.ts'
import { finance } from './finance/finance.ts'
import type { Flow } from './flow.ts'
import { payments } from './payments/payments.ts'
import { photos } from './photos/photos.ts'
import { programs } from './programs/programs.ts'
import { registrations } from './registrations/registrations.ts'
import { units } from './units/units.ts'

/** Everything that is brought into step. */
export const flows: readonly Flow[] = [
  programs,
  teachers,
  students,
  photos,
  units,
  classes,
  registrations,
  enrolmentRecords,
  enrolmentLists,
  enrolments,
  payments,
  finance,
]
