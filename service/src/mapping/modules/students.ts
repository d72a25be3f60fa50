import { fieldSet, from } from '../mapping.ts'

/** Of `BTEC_Students`: who somebody is and whether the account is open. `Name`, the autonumber, is the student number people know. */
export const studentFields = fieldSet(
  'students',
  'BTEC_Students',
  {
    number: from('Name', 'text'),
    firstName: from('First_Name', 'text', { required: true }),
    lastName: from('Last_Name', 'text', { required: true }),
    academicEmail: from('Academic_Email', 'text', { required: true }),
    city: from('City', 'text'),
    country: from('Country', 'country'),
    status: from('Status', 'text', { required: true }),
    moodleId: from('Student_Moodle_ID', 'text', { owner: 'moodle' }),
  },
  { decidedBy: ['students.statuses'] },
)
