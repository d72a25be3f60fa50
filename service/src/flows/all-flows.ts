import { classes } from './classes/classes.ts'
import { enrolmentLists } from './enrolments/enrolment-lists.ts'
import { enrolmentRecords } from './enrolments/enrolment-records.ts'
import { enrolments } from './enrolments/enrolments.ts'
import { finance } from './finance/finance.ts'
import type { Flow } from './flow.ts'
import { payments } from './payments/payments.ts'
import { programs } from './programs/programs.ts'
import { students } from './students/students.ts'
import { units } from './units/units.ts'

/** Everything that is brought into step. */
export const allFlows: readonly Flow[] = [
  programs,
  students,
  units,
  classes,
  enrolmentRecords,
  enrolmentLists,
  enrolments,
  payments,
  finance,
]
