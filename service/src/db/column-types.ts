import pg from 'pg'

const { builtins } = pg.types
const BIGINT_ARRAY = 1016
/** The driver's own parser. Its types know only scalar columns, though it has one for arrays too. */
const arrayParser: (type: number) => (text: string) => (string | null)[] = pg.types.getTypeParser

/**
 * How column values reach the program: `bigint` as a number, `date` as the text `YYYY-MM-DD` (a calendar day is no instant), `timestamptz` as
 * a Date, `numeric` as text (money must not pass through a float).
 */
export function columnTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides()
  types.setTypeParser(builtins.INT8, safeInteger)
  const textArray = arrayParser(BIGINT_ARRAY)
  types.setTypeParser(BIGINT_ARRAY, (text: string) => textArray(text).map((item) => (item === null ? null : safeInteger(item))))
  types.setTypeParser(builtins.DATE, (text: string) => text)
  return types
}

/** A bigint as a number. Throws above 2^53, where a number would silently become its neighbour: select such a column as text. */
export function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`The bigint ${text} does not fit a JavaScript number; select it as text`)
  return number
}
