import { fieldSet, from } from '../mapping.ts'

/** Of `BTEC_Classes`. `Name` is the autonumber: it tells two classes of one short name apart. */
export const classFields = fieldSet(
  'classes',
  'BTEC_Classes',
  {
    number: from('Name', 'text'),
    name: from('Class_Name', 'text', { required: true }),
    shortName: from('Class_Short_Name', 'text'),
    unit: from('Unit', 'lookup'),
    program: from('BTEC_Program', 'lookup', { required: true }),
    teacher: from('Teacher', 'lookup'),
    status: from('Class_Status', 'text', { required: true }),
    startDate: from('Start_Date', 'day'),
    endDate: from('End_Date', 'day'),
    moodleId: from('Moodle_Class_ID', 'text', { owner: 'moodle' }),
  },
  { decidedBy: ['classes.statuses', 'classes.staff', 'roles.teacher', 'college.time_zone'] },
)
