import { fieldSet, from } from '../mapping.ts'

/** Of `BTEC_Registrations`. The contract knows no end date and no level; a college that has them maps them. */
export const registrationFields = fieldSet(
  'registrations',
  'BTEC_Registrations',
  {
    student: from('Student_ID', 'lookup', { required: true }),
    program: from('Program', 'lookup', { required: true }),
    status: from('Registration_Status', 'text', { required: true }),
    startDate: from('Registration_Date', 'day'),
    currency: from('Currency', 'currency'),
    synced: from('Synced_to_Moodle', 'flag', { owner: 'moodle' }),
  },
  { decidedBy: ['registrations.statuses', 'cohorts.remove'] },
)
