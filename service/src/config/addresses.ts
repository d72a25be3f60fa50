import { z } from 'zod'

/** Zoho's data centres and the host that gives out tokens in each (reference/zoho.md §1.1: Canada's has another name). */
const ACCOUNTS_HOSTS = {
  com: 'accounts.zoho.com',
  eu: 'accounts.zoho.eu',
  in: 'accounts.zoho.in',
  'com.au': 'accounts.zoho.com.au',
  jp: 'accounts.zoho.jp',
  ca: 'accounts.zohocloud.ca',
  sa: 'accounts.zoho.sa',
  'com.cn': 'accounts.zoho.com.cn',
  uk: 'accounts.zoho.uk',
} as const

export type ZohoDataCentre = keyof typeof ACCOUNTS_HOSTS

export const zohoDataCentres = Object.keys(ACCOUNTS_HOSTS) as ZohoDataCentre[]

export const accountsUrlOf = (dataCentre: ZohoDataCentre): string => `https://${ACCOUNTS_HOSTS[dataCentre]}`

/** `eu`, or the address of its API: `https://www.zohoapis.eu`. */
export const zohoDataCentre = z.string().transform((text, context): ZohoDataCentre => {
  const suffix = /^https:\/\/www\.zohoapis\.([a-z.]+)\/?$/.exec(text)?.[1] ?? text
  const found = zohoDataCentres.find((dataCentre) => dataCentre === suffix)
  if (found !== undefined) return found
  context.addIssue({ code: 'custom', message: `is no Zoho data centre: "${text}"` })
  return z.NEVER
})

/** The address of an outside system, without a slash at its end. Secrets travel there, so plain http only inside this machine. */
export const systemAddress = z.string().transform((text, context): string => {
  const url = URL.parse(text)
  const problem = problemWith(url)
  if (url !== null && problem === undefined) return url.href.replace(/\/+$/, '')
  context.addIssue({ code: 'custom', message: problem ?? 'is no address' })
  return z.NEVER
})

function problemWith(url: URL | null): string | undefined {
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return 'is no address that begins with https://'
  if (url.username !== '' || url.password !== '') return 'holds a user name or password'
  if (url.search !== '' || url.hash !== '') return 'has a part after ? or #'
  if (url.protocol === 'http:' && !isLoopback(url.href)) return 'uses plain http to another machine'
  return undefined
}

/** Whether an address leads to this machine itself. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** A PostgreSQL address. Not shown in messages: it holds a password. */
export const databaseUrl = z.string().refine((text) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? ''), {
  error: 'is no address of a PostgreSQL database',
})
