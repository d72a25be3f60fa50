import { currencies } from './currencies.ts'
import { ItemRefused } from './item-refused.ts'
import { type Item, isList } from './items.ts'
import { amountOf, hundredthsOf } from './money.ts'

/** How far, in seconds, Zoho's clock may be ahead of Moodle's. */
const AHEAD = 86_400

/** The plugin's `records\fields`: reads an item of a student's record, or a part of one, and names what is wrong and where. */
export class RecordFields {
  readonly #values: Item
  readonly #nowSeconds: number
  readonly #path: string
  readonly #asked: string[] = []

  constructor(values: Item, nowSeconds: number, path = '') {
    this.#values = values
    this.#nowSeconds = nowSeconds
    this.#path = path
  }

  zohoid(name: string): string {
    return this.optionalZohoid(name) ?? this.missing(name)
  }

  optionalZohoid(name: string): string | null {
    const value = this.#value(name)
    if (value === null || (typeof value === 'string' && /^\d{15,20}$/.test(value))) return value
    return this.refuse(name, 'a string of 15 to 20 digits')
  }

  moodleId(name: string): number {
    return this.optionalMoodleId(name) ?? this.missing(name)
  }

  optionalMoodleId(name: string): number | null {
    return this.optionalWhole(name, 1)
  }

  whole(name: string, least: number, most: number): number {
    return this.optionalWhole(name, least, most) ?? this.missing(name)
  }

  optionalWhole(name: string, least: number, most?: number): number | null {
    const value = this.#value(name)
    if (value === null || (isWhole(value) && value >= least && value <= (most ?? value))) return value
    return this.refuse(name, `a whole number from ${least}${most === undefined ? '' : ` to ${most}`}`)
  }

  /** When Zoho was read, in milliseconds. */
  asOf(): number {
    const value = this.#value('as_of') ?? this.missing('as_of')
    if (isWhole(value) && value >= 1e12 && value <= (this.#nowSeconds + AHEAD) * 1000) return value
    return this.refuse('as_of', 'a whole number of milliseconds since 1970, not in the future')
  }

  flag(name: string): boolean {
    return this.optionalFlag(name) ?? this.missing(name)
  }

  optionalFlag(name: string): boolean | null {
    const value = this.#value(name)
    return value === null || typeof value === 'boolean' ? value : this.refuse(name, 'true or false')
  }

  amount(name: string): string {
    return this.optionalAmount(name) ?? this.missing(name)
  }

  optionalAmount(name: string): string | null {
    const hundredths = this.#hundredths(name)
    if (hundredths === null) return null
    return hundredths < 0 ? this.refuse(name, 'an amount that is not below zero') : amountOf(hundredths)
  }

  signedAmount(name: string): string {
    return amountOf(this.#hundredths(name) ?? this.missing(name))
  }

  optionalPercentage(name: string): string | null {
    const hundredths = this.#hundredths(name)
    if (hundredths === null) return null
    return hundredths < 0 || hundredths > 10_000 ? this.refuse(name, 'a string from "0" to "100"') : amountOf(hundredths)
  }

  currency(name: string): string {
    return this.optionalCurrency(name) ?? this.missing(name)
  }

  optionalCurrency(name: string): string | null {
    const value = this.#value(name)
    if (value === null || (typeof value === 'string' && currencies.has(value))) return value
    return this.refuse(name, 'the ISO 4217 code of a currency, such as "EUR"')
  }

  /** A day of the calendar, `YYYY-MM-DD`. */
  optionalDay(name: string): string | null {
    const value = this.#value(name)
    if (value === null || (typeof value === 'string' && isDay(value))) return value
    return this.refuse(name, 'a day of the calendar as "YYYY-MM-DD"')
  }

  /** One line; '' when it is left out. */
  line(name: string, most: number): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
    return this.#characters(name, most, /[\x00-\x1f\x7f]/, `one line of at most ${most} characters`)
  }

  /** Text with line breaks; '' when it is left out. */
  lines(name: string, most: number): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
    return this.#characters(name, most, /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/, `text of at most ${most} characters`)
  }

  /** One of the words; '' when it is left out. */
  word(name: string, words: readonly string[]): string {
    const value = this.#value(name) ?? ''
    if (value === '' || words.includes(value as string)) return value as string
    return this.refuse(name, `one of ${words.join(', ')}`)
  }

  list(name: string, most: number): RecordFields[] {
    return this.optionalList(name, most) ?? this.missing(name)
  }

  optionalList(name: string, most: number): RecordFields[] | null {
    const values = this.#value(name)
    if (values === null) return null
    if (!isList(values) || Object.keys(values).length > most) return this.refuse(name, `a list of at most ${most} objects`)
    return Object.values(values).map((value, index) => {
      const place = `${name}[${index}]`
      if (typeof value !== 'object' || value === null || isList(value)) return this.refuse(place, 'an object')
      return new RecordFields(value as Item, this.#nowSeconds, `${this.#path}${place}.`)
    })
  }

  /** Refuses a field that nobody has asked for. */
  only(): void {
    const unknown = Object.keys(this.#values).find((name) => !this.#asked.includes(name))
    if (unknown === undefined) return
    const field = `${this.#path}${unknown}`
    throw new ItemRefused('unknownfield', field, `${field}: no such field; there are ${this.#asked.join(', ')}`)
  }

  refuse(name: string, expected: string): never {
    const field = `${this.#path}${name}`
    throw new ItemRefused('invalid', field, `${field}: expected ${expected}`)
  }

  missing(name: string): never {
    const field = `${this.#path}${name}`
    throw new ItemRefused('missing', field, `${field}: needed, and missing or null`)
  }

  #value(name: string): unknown {
    this.#asked.push(name)
    return this.#values[name] ?? null
  }

  #hundredths(name: string): number | null {
    const value = this.#value(name)
    if (value === null) return null
    return (
      (typeof value === 'string' ? hundredthsOf(value) : undefined) ??
      this.refuse(name, 'a string such as "1234.50", with at most ten digits before the point and two after it')
    )
  }

  #characters(name: string, most: number, forbidden: RegExp, expected: string): string {
    const value = this.#value(name) ?? ''
    if (typeof value === 'string' && [...value].length <= most && !forbidden.test(value)) return value
    return this.refuse(name, expected)
  }
}

const isWhole = (value: unknown): value is number => Number.isInteger(value)

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const date = new Date(`${text}T00:00:00Z`)
  return year !== undefined && year !== '0000' && date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day)
}
