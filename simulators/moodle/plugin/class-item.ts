import type { RecordFields } from './record-fields.ts'
import { beginning, hashOf, named, type RecordItem } from './record-item.ts'

/** Which class a course is. */
export function readClassItem(fields: RecordFields): RecordItem {
  const { zohoid, asOf } = beginning(fields)
  const columns = {
    zohoid,
    courseid: fields.optionalMoodleId('courseid'),
    name: fields.line('name', 255),
    unitcode: fields.line('unit_code', 100),
    unitname: fields.line('unit_name', 255),
    teacherid: fields.optionalMoodleId('teacherid'),
    startdate: fields.optionalDay('start_date'),
    enddate: fields.optionalDay('end_date'),
    status: fields.line('status', 50),
  }
  if (columns.name === '') fields.missing('name')
  fields.only()
  const { courseid, teacherid } = columns
  return { zohoid, asOf, columns, hash: hashOf(columns), users: named({ teacherid }), courses: named({ courseid }) }
}
