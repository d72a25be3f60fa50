import { fieldSet, from } from '../mapping.ts'

/**
 * Of `BTEC`, the units: name and criteria. P11 to P20 stand in the subform `BTEC_Grading_Template_P1`
 * (reference/predecessor.md §1.6), and what this service writes about the template is no reason to look at it again.
 */
export const unitFields = fieldSet('units', 'BTEC', {
  name: from('Name', 'text', { required: true }),
  code: from('Unit_Code', 'text'),
  template: from('Moodle_Grading_Template', 'text', { owner: 'moodle' }),
  P1: from('P1_description', 'text'),
  P2: from('P2_description', 'text'),
  P3: from('P3_description', 'text'),
  P4: from('P4_description', 'text'),
  P5: from('P5_description', 'text'),
  P6: from('P6_description', 'text'),
  P7: from('P7_description', 'text'),
  P8: from('P8_description', 'text'),
  P9: from('P9_description', 'text'),
  P10: from('P10_description', 'text'),
  M1: from('M1_description', 'text'),
  M2: from('M2_description', 'text'),
  M3: from('M3_description', 'text'),
  M4: from('M4_description', 'text'),
  M5: from('M5_description', 'text'),
  M6: from('M6_description', 'text'),
  M7: from('M7_description', 'text'),
  M8: from('M8_description', 'text'),
  M9: from('M9_description', 'text'),
  D1: from('D1_description', 'text'),
  D2: from('D2_description', 'text'),
  D3: from('D3_description', 'text'),
  D4: from('D4_description', 'text'),
  D5: from('D5_description', 'text'),
  D6: from('D6_description', 'text'),
})
