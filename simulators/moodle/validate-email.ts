/**
 * PHP's FILTER_VALIDATE_EMAIL, which Moodle's validate_email() ends in, nearly: quotes within a quoted local part and IPv6 literals
 * are left out. Notable: `user@localhost` and letters beyond ASCII are refused, a `+` is fine.
 */
const LOCAL =
  /^(?:"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~.@,:;()-]+"|[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)$/
const IPV4_LITERAL = /^\[(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!\])|(?=\]))){4}\]$/
const LABEL = /^[a-z0-9]+(-+[a-z0-9]+)*$/i
const LAST_LABEL = /^[a-z][a-z0-9]*(-+[a-z0-9]+)*$/i

export function isValidEmail(address: string): boolean {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(at, 0))
  const labels = address.slice(at + 1).split('.')
  return (
    address.length <= 254 &&
    local.length <= 64 &&
    LOCAL.test(local) &&
    (IPV4_LITERAL.test(address.slice(at + 1)) || isHostName(labels))
  )
}

const isHostName = (labels: string[]): boolean =>
  labels.length > 1 && labels.every((label) => label.length <= 63 && LABEL.test(label)) && LAST_LABEL.test(labels.at(-1) ?? '')
