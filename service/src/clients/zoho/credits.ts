import type { Database } from '../../db/database.ts'
import type { TenantId } from '../../domain/ids.ts'
import { keepCredits } from './token.store.ts'

const KEEP_EVERY_MS = 30_000
/** Credits come back over the day: an older number says little. */
const TRUST_FOR_MS = 10 * 60_000

/** What Zoho says of the day's credits, remembered here at once and for all to see every half minute. */
export function createCredits(options: {
  tenant: TenantId
  database: Pick<Database, 'withTenant'>
  fingerprint: string
  now(): number
}) {
  const { tenant, database, fingerprint, now } = options
  let seen: { remaining: number; at: number } | undefined
  let keptAt = Number.NEGATIVE_INFINITY
  let keeping: Promise<void> = Promise.resolve()

  return {
    /** `header` appears only once half of the credits are used. */
    see(header: string | undefined): void {
      if (header === undefined || !/^\d{1,9}$/.test(header)) return
      const remaining = Number(header)
      seen = { remaining, at: now() }
      if (now() - keptAt < KEEP_EVERY_MS) return
      keptAt = now()
      // A number for people to look at: when it cannot be kept, the next one will be.
      keeping = database.withTenant(tenant, (tx) => keepCredits(tx, fingerprint, remaining)).catch(() => {})
    },
    remaining: (): number | undefined => (seen !== undefined && now() - seen.at < TRUST_FOR_MS ? seen.remaining : undefined),
    settled: (): Promise<void> => keeping,
  }
}
