/** Zoho's own code of a refusal: of the whole request, or of the first record refused. Looks at every row of a page, so it looks cheaply. */
export function zohoCodeOf(body: unknown): string | undefined {
  if (!isObject(body)) return undefined
  const { code, status, data } = body
  if (typeof code === 'string' && (status === undefined || status === 'error')) return code
  const refused = Array.isArray(data) ? data.find((element) => isObject(element) && element.status === 'error') : undefined
  return typeof refused?.code === 'string' ? refused.code : undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
