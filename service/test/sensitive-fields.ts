import { requestedFields } from '../../simulators/zoho/zoho.ts'

/** reference/zoho.md, Appendix A; written down here once more, so that a field that fell off the product's own list is noticed. */
const SENSITIVE = new Set(['Academic_Password', 'Passport_Number', 'National_Number'])

/** @throws when one of these calls asked Zoho for what must never leave it, or for everything by naming no field at all */
export function refuseSensitiveFields(calls: readonly { method: string; url: string; body: string | null }[]): void {
  for (const call of calls) {
    const asked = requestedFields(call)
    const wrong = asked?.fields.filter((field) => field === '*' || SENSITIVE.has(field)) ?? []
    if (wrong.length > 0) throw new Error(`${call.method} ${call.url} asked ${asked?.module} for ${wrong.join(', ')}`)
  }
}
