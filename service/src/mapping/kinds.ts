import { isDay } from '../domain/days.ts'
import { isZohoId, type ZohoId } from '../domain/ids.ts'
import { countryCodeOf } from './country.ts'

/** How a value of Zoho is read, and what comes of it. An empty field is '' as text and null otherwise. */
export type Kinds = {
  /** Trimmed. */
  text: string
  /** ISO 3166 code of the country's name; '' for none and for a name that is no country. */
  country: string
  /** ISO 4217; '' for none. */
  currency: string
  /** A calendar day, `YYYY-MM-DD`. */
  day: string | null
  /** A decimal string such as `1234.50`, from a number or a text. */
  amount: string | null
  /** As `amount`, from 0 to 100. */
  percentage: string | null
  count: number | null
  flag: boolean
  lookup: ZohoId | null
}
export type Kind = keyof Kinds

/** Not readable in that way: the field's content is the college's mistake, not ours. */
export const MISFIT = Symbol('misfit')

type Reader<K extends Kind> = { types: readonly string[]; read(value: unknown): Kinds[K] | typeof MISFIT; empty: Kinds[K] }

const texts = ['text', 'textarea', 'picklist', 'email', 'phone', 'website', 'autonumber', 'integer', 'bigint'] as const
const numbers = ['currency', 'double', 'integer', 'formula', 'text', 'picklist'] as const

const textOf = (value: unknown): string | typeof MISFIT =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string' || typeof value === 'number'
      ? String(value).trim()
      : MISFIT

const chosen = (value: unknown): string | typeof MISFIT => {
  const text = textOf(value)
  return text === '-None-' ? '' : text
}

/** `$` stands in one of the college's own picklists (contract/zoho-fields.json, Currency_of_transferred_amount). */
const currencySigns: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '₺': 'TRY' }

/** Of text fields that hold money: `4200`, `4,200.5`, `-150`. */
const AMOUNT = /^-?(?:\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,2})?$/

function amountOf(value: unknown): string | null | typeof MISFIT {
  const text = typeof value === 'number' && Number.isFinite(value) ? value.toFixed(2) : chosen(value)
  if (text === MISFIT) return MISFIT
  if (text === '') return null
  if (!AMOUNT.test(text)) return MISFIT
  const [whole = '0', cents = ''] = text.replaceAll(',', '').split('.')
  return `${whole.replace(/^(-?)0+(?=\d)/, '$1')}.${cents.padEnd(2, '0')}`
}

/** Each kind, with the types of Zoho's fields it can be read from. */
export const kinds: { readonly [K in Kind]: Reader<K> } = {
  text: { types: [...texts, 'date', 'datetime', 'currency', 'double'], read: chosen, empty: '' },
  country: {
    types: ['picklist', 'text'],
    read: (value) => {
      const name = chosen(value)
      return name === MISFIT ? MISFIT : (countryCodeOf(name) ?? MISFIT)
    },
    empty: '',
  },
  currency: {
    types: ['picklist', 'text'],
    read: (value) => {
      const code = chosen(value)
      if (code === MISFIT || code === '') return code
      const iso = currencySigns[code] ?? code.toUpperCase()
      return /^[A-Z]{3}$/.test(iso) ? iso : MISFIT
    },
    empty: '',
  },
  day: {
    types: ['date', 'datetime', 'text'],
    read: (value) => {
      const text = textOf(value)
      if (text === MISFIT) return MISFIT
      if (text === '') return null
      const [, day] = /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(text) ?? []
      return day !== undefined && isDay(day) ? day : MISFIT
    },
    empty: null,
  },
  amount: { types: numbers, read: amountOf, empty: null },
  percentage: {
    types: numbers,
    read: (value) => {
      const amount = amountOf(typeof value === 'string' ? value.replace(/\s*%$/, '') : value)
      return typeof amount === 'string' && (Number(amount) < 0 || Number(amount) > 100) ? MISFIT : amount
    },
    empty: null,
  },
  count: {
    types: ['integer', 'bigint', 'double', 'text'],
    read: (value) => {
      const text = textOf(value)
      if (text === MISFIT) return MISFIT
      if (text === '') return null
      return /^\d{1,9}$/.test(text) ? Number(text) : MISFIT
    },
    empty: null,
  },
  flag: {
    types: ['boolean'],
    read: (value) => (value === null || value === undefined ? false : typeof value === 'boolean' ? value : MISFIT),
    empty: false,
  },
  lookup: {
    types: ['lookup'],
    read: (value) => {
      if (value === null || value === undefined || value === '') return null
      const id: unknown = typeof value === 'object' ? Reflect.get(value, 'id') : value
      return typeof id === 'string' && isZohoId(id) ? id : MISFIT
    },
    empty: null,
  },
}
