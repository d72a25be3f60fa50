import type { ZohoQuestion, ZohoRecord } from '../../ports/zoho.ts'
import type { Call } from './call.ts'
import { coqlPages } from './coql-pages.ts'
import { coqlText } from './coql-text.ts'

/** Zoho knows whole seconds and no milliseconds (reference/zoho.md §2.1). */
const zohoTime = (instant: Date): string => `${instant.toISOString().slice(0, 19)}+00:00`

/** Everything changed at this second or later. By id, so that one that changes while we read is read once, and what comes later next time. */
export const readChangedSince = (call: Call, question: ZohoQuestion, since: Date): AsyncIterable<ZohoRecord[]> =>
  coqlPages(call, { ...question, where: `Modified_Time >= ${coqlText(zohoTime(since))}` })
