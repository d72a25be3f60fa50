import { isRetryable } from '../db/database-errors.ts'

const TRIES = 3

/** Does a transaction once more when it met another one in a way that a repetition cures: two that wait for each other, mostly. */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await transaction()
    } catch (error) {
      if (tried === TRIES || !isRetryable(error)) throw error
    }
  }
}
