/** The hosts Zoho serves its API from (reference/zoho.md §1.1); a forged token answer must not send our token elsewhere. */
const ZOHO_API = /^https:\/\/(www|sandbox|developer)\.zohoapis\.(com|eu|in|com\.au|jp|ca|sa|com\.cn|uk|ae)$/

export const isZohoApi = (url: string): boolean => ZOHO_API.test(url)

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * An address from the configuration, without a slash at its end.
 * @throws TypeError when it is neither https nor http on this very machine: secrets would cross a network in the clear.
 */
export function safeAddress(address: string): string {
  const url = new URL(address)
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))
  if (!safe) throw new TypeError(`Zoho's address must be https (plain http only on loopback): ${url.protocol}//${url.host}`)
  return address.replace(/\/+$/, '')
}

/** The host alone, for people; a text that is no URL is not repeated. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '?')
