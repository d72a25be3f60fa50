import { fieldSet, from } from '../mapping.ts'

/** Rows of `BTEC_Grading_Template_P1`: the criteria of a unit behind P10. Of several rows the first that has a criterion counts. */
export const templateRowFields = fieldSet(
  'templateRows',
  'BTEC_Grading_Template_P1',
  {
    parent: from('Parent_Id', 'lookup', { required: true }),
    P11: from('P11_description', 'text'),
    P12: from('P12_description', 'text'),
    P13: from('P13_description', 'text'),
    P14: from('P14_description', 'text'),
    P15: from('P15_description', 'text'),
    P16: from('P16_description', 'text'),
    P17: from('P17_description', 'text'),
    P18: from('P18_description', 'text'),
    P19: from('P19_description', 'text'),
    P20: from('P20_description', 'text'),
  },
  { tellsTime: false },
)
