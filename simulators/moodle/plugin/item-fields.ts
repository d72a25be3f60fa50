import { cleanParam, type ParamType } from '../clean-param.ts'
import { ItemRefused } from './item-refused.ts'
import type { Item } from './items.ts'

/**
 * The plugin's `item_fields`, with which it reads items about people, enrolments and grading; student records have a reader of
 * their own (`record-fields.ts`). A field that is left out and one that is null are the same: undefined.
 */
export class ItemFields {
  readonly #item: Item

  /** Refuses a field that is not among the names. */
  constructor(item: Item, names: readonly string[]) {
    this.#item = item
    for (const name of Object.keys(item)) {
      if (!names.includes(name))
        throw new ItemRefused('unknownfield', name, `${name}: there is no such field; fields are ${names.join(', ')}`)
    }
  }

  has(name: string): boolean {
    return this.#given(name) !== undefined
  }

  /** Without the white space around it. */
  text(name: string, most: number, type: ParamType = 'text'): string | undefined {
    const sent = this.#given(name)
    if (sent === undefined) return undefined
    if (typeof sent !== 'string') throw invalid(name, 'must be a text')
    const text = sent.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '')
    if ([...text].length > most) throw new ItemRefused('toolong', name, `${name}: at most ${most} characters`)
    if (cleanParam(text, type) !== text) throw invalid(name, 'has characters that Moodle does not take here')
    return text
  }

  integer(name: string, least: number): number | undefined {
    const sent = this.#given(name)
    if (sent !== undefined && !(Number.isInteger(sent) && Number(sent) >= least))
      throw invalid(name, `must be a whole number, ${least} or more`)
    return sent as number | undefined
  }

  boolean(name: string): boolean | undefined {
    const sent = this.#given(name)
    if (sent !== undefined && typeof sent !== 'boolean') throw invalid(name, 'must be true or false')
    return sent
  }

  word<W extends string>(name: string, words: readonly W[]): W | undefined {
    const sent = this.#given(name)
    if (sent !== undefined && !words.includes(sent as W)) throw invalid(name, `must be one of ${words.join(', ')}`)
    return sent as W | undefined
  }

  zohoid(name = 'zohoid'): string {
    this.require(name)
    const sent = this.#given(name)
    if (typeof sent !== 'string' || !/^\d{15,20}$/.test(sent))
      throw invalid(name, 'must be the id of a Zoho record, a text of 15 to 20 digits')
    return sent
  }

  /** When Zoho was read, in milliseconds. */
  asOf(): number {
    this.require('as_of')
    const asOf = this.integer('as_of', 0) ?? 0
    if (asOf < 1e12 || asOf >= 1e13) throw invalid('as_of', 'must be in milliseconds since 1970')
    return asOf
  }

  require(...names: string[]): void {
    const missing = names.find((name) => !this.has(name))
    if (missing !== undefined) throw new ItemRefused('missing', missing, `${missing}: must be given`)
  }

  #given(name: string): unknown {
    return this.#item[name] ?? undefined
  }
}

const invalid = (field: string, problem: string): ItemRefused => new ItemRefused('invalid', field, `${field}: ${problem}`)
