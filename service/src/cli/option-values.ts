import { InvalidArgumentError } from 'commander'

/** What stands behind an option, read or refused with a sentence. */

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number, 1 or more.')
  return value
}

/** 0 is the standard. */
export function versionNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Give the number of a version, 0 for the standard.')
  return value
}

export const numbers = (text: string): number[] => text.split(',').map((one) => wholeNumber(one.trim()))

export function zohoIds(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim())
  const wrong = ids.find((id) => !/^\d{15,20}$/.test(id))
  if (wrong !== undefined) throw new InvalidArgumentError(`“${wrong}” is no Zoho record id: those have 15 to 20 digits.`)
  return ids
}

export function instant(text: string): Date {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Give a date, or a date and time.')
  return at
}

export const oneOrMore =
  (allowed: readonly string[]) =>
  (text: string): string[] => {
    const words = text.split(',').map((word) => word.trim())
    const wrong = words.find((word) => !allowed.includes(word))
    if (wrong !== undefined) throw new InvalidArgumentError(`“${wrong}” is none of ${allowed.join(', ')}.`)
    return words
  }

export function zohoIdArgument(text: string): string {
  if (!/^\d{15,20}$/.test(text)) throw new InvalidArgumentError('That is no Zoho record id: those have 15 to 20 digits.')
  return text
}
