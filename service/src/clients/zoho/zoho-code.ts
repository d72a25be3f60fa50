/** Zoho's own code of a refusal: of the whole request, or of the first record refused. It looks at every row of a page, so it looks cheaply. */
export function zohoCodeOf(body: unknown): string | undefined {
  if (!isObject(body)) return undefined
  const { code, status, data } = body
  if (typeof code === 'string' && (status === undefined || status === 'error')) return code
  const elements: unknown[] = Array.isArray(data) ? data : []
  const refused = elements.filter(isObject).find((element) => element.status === 'error' && typeof element.code === 'string')
  return refused === undefined ? undefined : String(refused.code)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
