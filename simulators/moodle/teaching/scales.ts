/** The standard scale of the BTEC grading method: its id on a fresh site is 3, after the two that every Moodle has. */
export const BTEC_SCALE = 3

/** The scales of the site, by id. */
export const scales: ReadonlyMap<number, { name: string; items: string[] }> = new Map([
  [
    1,
    {
      name: 'Separate and Connected ways of knowing',
      items: ['Mostly separate knowing', 'Separate and connected', 'Mostly connected knowing'],
    },
  ],
  [2, { name: 'Default competence scale', items: ['Not yet competent', 'Competent'] }],
  [BTEC_SCALE, { name: 'BTEC', items: ['Refer', 'Pass', 'Merit', 'Distinction'] }],
])
