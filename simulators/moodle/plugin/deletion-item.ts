import type { RecordFields } from './record-fields.ts'
import { beginning, hashOf, type RecordItem } from './record-item.ts'

/** An item that says only that a record is no more. */
export function readDeletionItem(fields: RecordFields): RecordItem {
  const { zohoid, asOf } = beginning(fields)
  fields.only()
  return { zohoid, asOf, columns: { zohoid }, hash: hashOf({ zohoid }), users: {}, courses: {} }
}
