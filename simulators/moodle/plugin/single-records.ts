import type { Parsed } from '../params.ts'
import type { Visit } from '../world.ts'
import { readClassItem } from './class-item.ts'
import { readGradeItem } from './grade-item.ts'
import type { itemsParams } from './items.ts'
import { readProfileItem } from './profile-item.ts'
import { RecordBatch, settledAlready } from './record-batch.ts'
import type { RecordFields } from './record-fields.ts'
import type { RecordItem } from './record-item.ts'
import { type RecordRow, rowsOf, setColumns } from './record-tables.ts'

/** Records that are one row and nothing else. */
const setRecords =
  (name: 'profiles' | 'classes' | 'results', read: (fields: RecordFields) => RecordItem) =>
  ({ items }: Parsed<typeof itemsParams>, visit: Visit) => {
    const table = visit.world.studentRecords[name]
    const batch = new RecordBatch(items, read, visit)
    const rows = rowsOf(table, batch.zohoids())
    return batch.run((item) => {
      const row = rows.get(item.zohoid)
      const settled = settledAlready(table, row, item)
      if (settled !== undefined) return settled
      const written = { ...item.columns, hash: item.hash, asof: item.asOf } as RecordRow
      if (row === undefined) {
        table.set(item.zohoid, written)
        return 'created'
      }
      setColumns(table, item.zohoid, written)
      return 'updated'
    })
  }

/** local_campusbridge_set_profiles. */
export const setProfiles = setRecords('profiles', readProfileItem)
/** local_campusbridge_set_classes. */
export const setClasses = setRecords('classes', readClassItem)
/** local_campusbridge_set_grades. */
export const setGrades = setRecords('results', readGradeItem)
