import { SystemHeldError } from '../../domain/errors.ts'
import type { ZohoId } from '../../domain/ids.ts'
import { skipped } from '../../domain/verdicts.ts'
import { areAsSettled } from '../../mapping/mapping.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import { childrenOf } from '../children.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { outcomesOf } from '../outcomes.ts'
import { answerFor } from './answer.ts'
import { type Plan, planFor } from './plan.ts'
import { statesOfUnit } from './state.ts'
import { withNames } from './status-words.ts'
import { tellZoho } from './tell-zoho.ts'
import type { LivingUnit } from './unit.ts'

const SET_TEMPLATES = 'local_campusbridge_set_grading_templates'
type RowsBefore = ReadonlyMap<ZohoId, KnownRecord[]>

/** Makes the templates say what these living units say, and Zoho know how it went. */
export async function bringIntoMoodle(
  living: readonly LivingUnit[],
  rowsBefore: RowsBefore,
  context: FlowContext,
): Promise<Map<string, Answer>> {
  if (living.length === 0) return new Map()
  if (!(await context.moodle.offers(SET_TEMPLATES))) return withoutPlugin(living, SET_TEMPLATES, rowsBefore, context)
  try {
    return await writeTemplates(living, rowsBefore, context)
  } catch (error) {
    // The plugin is there and what it needs is not: gradingform_btec. That holds up units and nobody else.
    if (!(error instanceof SystemHeldError && error.code === 'moodle.function_missing')) throw error
    return withoutPlugin(living, String(error.params.function), rowsBefore, context)
  }
}

async function writeTemplates(
  living: readonly LivingUnit[],
  rowsBefore: RowsBefore,
  context: FlowContext,
): Promise<Map<string, Answer>> {
  const { moodle } = context
  const there = await moodle.templatesOf(living.map(({ record }) => record.id))
  const plans = living.map((one) => planFor(one, there.get(one.record.id)))
  const writing = plans.filter((plan) => plan.do === 'write')
  const answers = outcomesOf(writing, ({ record }) => record.id, await moodle.setTemplates(writing.map(({ change }) => change)))
  const written = new Map(writing.map(({ record, change }) => [record.id, withNames(answers.get(record.id), change)]))
  const told = await tellZoho(plans, written, rowsBefore, context)
  const relabelled = plans.filter((plan) => hasNewLabel(plan, context)).map(({ record }) => record.id)
  const classes = await childrenOf(relabelled, ['classes'], context)
  return new Map(
    plans.map((plan) => {
      const { id } = plan.record
      const rows = rowsBefore.get(id) ?? []
      const outcomes = {
        written: written.get(id),
        told: told.outcomes.get(id),
        toldAt: told.toldAt(plan),
        rows,
        feeds: classes.get(id) ?? [],
      }
      return [plan.subject.id, answerFor(plan, outcomes, context)]
    }),
  )
}

/** Students see name and code of the unit with its classes. */
const hasNewLabel = ({ record, known }: Plan, { mappings }: FlowContext): boolean =>
  !areAsSettled(mappings.units, ['name', 'code'], record, known)

function withoutPlugin(
  living: readonly LivingUnit[],
  missing: string,
  rowsBefore: RowsBefore,
  context: FlowContext,
): Map<string, Answer> {
  return new Map(
    living.map((one): [string, Answer] => {
      const { record, subject } = one
      const state = { status: record.template, changed: false, hasTemplate: false, told: '' }
      const [unit, ...rows] = statesOfUnit(one, state, rowsBefore.get(record.id) ?? [], context)
      // Looked at again by whoever comes by next: the plugin may be there by then.
      const records = unit === undefined ? rows : [{ ...unit, stateHash: '' }, ...rows]
      return [subject.id, { verdict: skipped('unit.no_plugin', { function: missing }), remember: { records } }]
    }),
  )
}
