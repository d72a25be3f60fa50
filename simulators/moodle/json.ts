/** JSON as PHP's json_encode writes it: slashes escaped, everything beyond ASCII as `\uXXXX`. */
export const phpJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The same with JSON_UNESCAPED_UNICODE, which leaves two line separators escaped. */
export const phpJsonInUnicode = (value: unknown): string =>
  JSON.stringify(value).replaceAll('/', '\\/').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
