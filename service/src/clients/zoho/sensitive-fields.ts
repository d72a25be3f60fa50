/** What must never leave Zoho (reference/zoho.md, Appendix A): no read may ask for these. */
export const sensitiveFields = ['Academic_Password', 'Passport_Number', 'National_Number'] as const
