import { fieldSet, from } from '../mapping.ts'

/**
 * Of `Products`, the programmes. `MoodleID` holds the course category; `crmnmoodle__Moodle_ID` belongs to another extension and is left
 * alone. Its export names no Modified_Time.
 */
export const programFields = fieldSet(
  'programs',
  'Products',
  {
    name: from('Product_Name', 'text', { required: true }),
    moodleId: from('MoodleID', 'text', { owner: 'moodle' }),
  },
  { tellsTime: false },
)
