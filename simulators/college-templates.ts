type Criteria = { [criterion: `${'P' | 'M' | 'D'}${number}_description`]: string }

export type ZohoTemplate = Criteria & { BTEC_Grading_Template_P1?: Criteria[] }

const described = (letter: 'P' | 'M' | 'D', from: number, to: number, words: (nr: number) => string): Criteria =>
  Object.fromEntries(
    Array.from({ length: to - from + 1 }, (_, index) => [`${letter}${from + index}_description`, words(from + index)]),
  )

/**
 * Units whose template is more than the usual four, two and one, by their place in the catalogue: twenty pass criteria, of which those
 * beyond P10 stand in rows of a subform; every merit and distinction there is; one left out in the middle; none at all.
 */
export const templates: Record<number, ZohoTemplate> = {
  0: {
    ...described('P', 5, 10, (nr) => `Write, test and document program ${nr - 4} of the portfolio.`),
    BTEC_Grading_Template_P1: [
      described('P', 11, 17, (nr) => `Explain design pattern ${nr - 10} and use it in a program of your own.`),
      described('P', 18, 20, (nr) => `Review program ${nr - 17} of a fellow student.`),
    ],
  },
  2: {
    ...described('M', 3, 9, (nr) => `Compare design ${nr - 2} of the database with its alternatives & justify the choice.`),
    ...described(
      'D',
      2,
      6,
      (nr) => `Evaluate the finished database for audience ${nr - 1}:\nwhat it does well, what it does <not>.`,
    ),
  },
  5: { P3_description: '', D1_description: 'قيّم خطة التسويق كاملةً واقترح تحسينات مدعومة بالأدلة.' },
  7: {
    ...described('P', 1, 4, () => ''),
    ...described('M', 1, 2, () => ''),
    D1_description: '',
  },
}
