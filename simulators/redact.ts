/**
 * Takes tokens, secrets and passwords out of what the call list shows: form and query pairs, JSON members and multipart fields.
 * The simulators' tokens are no secrets, but the list must be safe to paste when a real address was mixed in.
 */
const SECRET =
  'wstoken|token|access_token|refresh_token|client_secret|code|Authorization|[A-Za-z0-9_%[\\]]*\\[password\\]|[A-Za-z0-9_%]*%5Bpassword%5D'

const PAIR = new RegExp(`(^|[?&])(${SECRET})=[^&]*`, 'gi')
const MEMBER = new RegExp(`"(${SECRET}|password)"\\s*:\\s*"(?:[^"\\\\]|\\\\.)*"`, 'gi')
const PART = new RegExp(`(name="(?:${SECRET})"(?:\\r?\\n[^\\r\\n]+)*\\r?\\n\\r?\\n)[^\\r\\n]*`, 'gi')

export function redact(text: string): string {
  return text.replace(PAIR, '$1$2=***').replace(MEMBER, '"$1":"***"').replace(PART, '$1***')
}
