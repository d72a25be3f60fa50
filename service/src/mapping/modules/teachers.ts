import { fieldSet, from } from '../mapping.ts'

/** Of `BTEC_Teachers`: who somebody is. `Name` is one text, not an autonumber (reference/zoho.md Appendix A). */
export const teacherFields = fieldSet('teachers', 'BTEC_Teachers', {
  name: from('Name', 'text', { required: true }),
  academicEmail: from('Academic_Email', 'text', { required: true }),
  moodleId: from('Teacher_Moodle_ID', 'text', { owner: 'moodle' }),
})
