import { fieldSet, from } from '../mapping.ts'

/**
 * Of `BTEC_Enrollments`, the linking module of the multi-select lookup: plural names, single lookups, no status and no Modified_Time
 * (reference/zoho.md §2.9, Appendix A).
 */
export const enrolmentFields = fieldSet(
  'enrolments',
  'BTEC_Enrollments',
  {
    student: from('Enrolled_Students', 'lookup', { required: true }),
    class: from('Classes', 'lookup', { required: true }),
    type: from('Enrollment_Type', 'text'),
    startDate: from('Start_Date', 'day'),
    endDate: from('End_Date', 'day'),
    courseId: from('Moodle_Course_ID', 'text', { owner: 'moodle' }),
    synced: from('Synced_to_Moodle', 'flag', { owner: 'moodle' }),
  },
  { tellsTime: false, decidedBy: ['enrolments.types', 'roles.student', 'college.time_zone'] },
)
