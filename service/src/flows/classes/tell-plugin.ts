import type { MoodleCourseId, MoodleUserId, ZohoId } from '../../domain/ids.ts'
import type { Written } from '../../domain/written.ts'
import { sha256 } from '../../mapping/mapping.ts'
import type { ClassRecord } from '../../ports/moodle-records.ts'
import type { FlowContext, ObservedTarget } from '../flow.ts'
import { outcomesOf } from '../outcomes.ts'
import type { LivingClass } from './class.ts'
import { labelsOf, type Units } from './units.ts'

const SET_CLASSES = 'local_campusbridge_set_classes'

/** A class with the course it has got, and who teaches there. */
export type Taught = LivingClass & { course: MoodleCourseId; teacher: MoodleUserId | undefined }

/** What the plugin knows of the classes of a set, by class. */
export type Told = {
  outcomes: ReadonlyMap<ZohoId, Written>
  observed: ReadonlyMap<ZohoId, ObservedTarget>
  /** A hash of what was said, for the next run: what the plugin has cannot be read. */
  hashes: ReadonlyMap<ZohoId, string>
  /** What was read of the units of the classes. */
  labels: Units
}

/** Tells the plugin, where there is one, what students see of a class beside the course: its unit, teacher, days and status. */
export async function tellPlugin(classes: readonly Taught[], context: FlowContext): Promise<Told> {
  const { moodle, rehearsal } = context
  if (classes.length === 0 || !(await moodle.offers(SET_CLASSES))) {
    return { outcomes: new Map(), observed: new Map(), hashes: new Map(classes.flatMap(toldBefore)), labels: new Map() }
  }
  const labels = await labelsOf(classes, context)
  const records = classes.map((one) => ({ one, record: recordOf(one, labels) }))
  const hashes = new Map(records.map(({ record }) => [record.zohoid, sha256(JSON.stringify(record)).slice(0, 16)]))
  const telling = records.filter(
    ({ one: { record, known, subject } }) =>
      known?.targets.told !== hashes.get(record.id) ||
      known?.inDoubt === true ||
      ((subject.askedByPerson || subject.confirms) && !rehearsal),
  )
  const written = await moodle.setClasses(telling.map(({ record }) => ({ subject: record.zohoid, record, before: {} })))
  const outcomes = outcomesOf(telling, ({ record }) => record.zohoid, written)
  const observed = new Map(telling.flatMap(({ record }) => observedIn(record, outcomes.get(record.zohoid))))
  return { outcomes, observed, hashes, labels }
}

const toldBefore = ({ record, known }: Taught): [ZohoId, string][] =>
  typeof known?.targets.told === 'string' ? [[record.id, known.targets.told]] : []

function recordOf({ record, course, teacher }: Taught, units: Units): ClassRecord {
  const unit = record.unit === null ? undefined : units.get(record.unit)
  return {
    zohoid: record.id,
    courseid: course,
    name: record.name,
    unit_code: unit?.code.slice(0, 100) ?? '',
    unit_name: unit?.name ?? '',
    teacherid: teacher ?? null,
    start_date: record.startDate,
    end_date: record.endDate,
    status: record.status.slice(0, 50),
  }
}

/** Only the answer tells how it stood before: `unchanged` is what an earlier run had said already. */
function observedIn(record: ClassRecord, outcome: Written | undefined): [ZohoId, ObservedTarget][] {
  if (outcome?.outcome !== 'done' && outcome?.outcome !== 'unchanged') return []
  const { zohoid, ...said } = record
  const fields = Object.fromEntries(Object.entries(said).map(([field, value]) => [field, value === null ? '' : String(value)]))
  return [[zohoid, { system: 'moodle', target: zohoid, fields: outcome.outcome === 'done' ? null : fields }]]
}
