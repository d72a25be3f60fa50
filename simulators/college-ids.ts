const ORGANISATION_PREFIX = '5725767000'

/** Zoho ids are 19-digit strings: the organisation's prefix, then a counter. `block` keeps the modules apart for the reader's eye. */
export const zohoId = (block: number, index: number): string =>
  `${ORGANISATION_PREFIX}${String(block * 100_000 + index * 13 + 1).padStart(9, '0')}`

/** A lookup as Zoho takes it on write. */
export type Lookup = { id: string }

/** Picks deterministically, so that neighbours differ. */
export const pick = <T>(list: readonly T[], index: number): T => {
  const chosen = list[index % list.length]
  if (chosen === undefined) throw new Error('Nothing to pick from')
  return chosen
}
