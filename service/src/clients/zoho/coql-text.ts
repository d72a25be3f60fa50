/** Zoho documents no escape for a backslash, and no query needs a control character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNQUOTABLE = /[\\\u0000-\u001f\u007f]/

export const isQuotable = (text: string): boolean => !UNQUOTABLE.test(text)

/**
 * A text inside a COQL query: in single quotes, a quote within doubled (Zoho's Kaizen #171).
 * @throws TypeError when it cannot be quoted; ask `isQuotable` first.
 */
export function coqlText(text: string): string {
  if (!isQuotable(text)) throw new TypeError('This text cannot stand in a COQL query')
  return `'${text.replaceAll("'", "''")}'`
}
