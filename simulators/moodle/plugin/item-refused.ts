/** What a batch function of the plugin answers for an item that it does not take. */
export type Refusal = { status: 'refused'; error: string; field: string; message: string }

/** The plugin's `item_refused`: thrown while an item is read or done, told as that item's result. */
export class ItemRefused extends Error {
  readonly result: Refusal

  constructor(error: string, field: string, message: string) {
    super(message)
    this.result = { status: 'refused', error, field, message }
  }
}

/** Runs what may refuse its item, and answers the result either way. */
export function refusalOr<T>(run: () => T): T | Refusal {
  try {
    return run()
  } catch (error) {
    if (error instanceof ItemRefused) return error.result
    throw error
  }
}
