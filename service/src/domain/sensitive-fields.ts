/** What must never leave Zoho (reference/zoho.md, Appendix A): no read may ask for these, and no mapping may name them. */
export const sensitiveFields = ['Academic_Password', 'Passport_Number', 'National_Number'] as const

const lowered: ReadonlySet<string> = new Set(sensitiveFields.map((name) => name.toLowerCase()))

/** Zoho takes API names without regard to case. */
export const isSensitive = (field: string): boolean => lowered.has(field.trim().toLowerCase())
