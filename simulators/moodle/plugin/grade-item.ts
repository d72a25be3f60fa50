import { phpJsonInUnicode } from '../json.ts'
import type { RecordFields } from './record-fields.ts'
import { beginningOfUser, hashOf, named, type RecordItem } from './record-item.ts'

const results = ['D', 'M', 'P', 'R', 'RR', 'F', 'Mapped']
/** The only state in which a student sees a result. */
const RELEASED = 'Released'
const statuses = ['Not Marked', 'In Marking', 'Marking completed', 'In review', 'Ready for release', RELEASED]

/** The result of a unit, each attempt of its own. */
export function readGradeItem(fields: RecordFields): RecordItem {
  const { zohoid, asOf, userid } = beginningOfUser(fields)
  const said = {
    zohoid,
    userid,
    courseid: fields.optionalMoodleId('courseid'),
    unitcode: fields.line('unit_code', 100),
    unitname: fields.line('unit_name', 255),
    result: fields.word('result', results),
    status: fields.word('status', statuses),
    attempt: fields.whole('attempt', 0, 9999),
    gradedon: fields.optionalDay('date'),
    feedback: fields.lines('feedback', 10_000),
    explanation: fields.lines('explanation', 2000),
  }
  const criteria = readCriteria(fields)
  if (said.status === '') fields.missing('status')
  if (said.unitname === '') fields.missing('unit_name')
  if (said.status === RELEASED && said.result === '') fields.refuse('result', 'a result, because the status is Released')
  fields.only()
  const columns = { ...said, criteria }
  return { zohoid, asOf, columns, hash: hashOf(columns), users: { userid }, courses: named({ courseid: said.courseid }) }
}

/** As JSON, which is how they are stored. */
function readCriteria(fields: RecordFields): string {
  const criteria = new Map<string, { code: string; met: boolean }>()
  for (const criterion of fields.list('criteria', 100)) {
    const code = criterion.line('code', 20)
    if (code === '' || criteria.has(code)) criterion.refuse('code', 'the short name of a criterion, such as "P1", each once')
    criteria.set(code, { code, met: criterion.flag('met') })
    criterion.only()
  }
  return phpJsonInUnicode([...criteria.values()])
}
