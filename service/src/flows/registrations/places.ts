import type { ZohoId } from '../../domain/ids.ts'
import { needsAttention } from '../../domain/verdicts.ts'
import { areAsSettled } from '../../mapping/mapping.ts'
import type { KnownRecord } from '../../ports/memory.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { parentsOf } from '../parents.ts'
import { unheardOf } from '../unheard-of.ts'
import { type LivingRegistration, type Placed, problemIn, standingOf } from './registration.ts'
import { rememberUnsettled, stateOfUnready, statesOfRows } from './state.ts'

/** The account and the programme of each registration, or the answer for one that must do without. */
export async function placesOf(
  living: readonly LivingRegistration[],
  context: FlowContext,
): Promise<{ placed: Placed[]; answers: Map<string, Answer> }> {
  const { mappings, settings } = context
  const answers = new Map<string, Answer>()
  const students = await parentsOf(
    'BTEC_Students',
    living.flatMap(({ record }) => record.student ?? []),
    context,
  )
  const isReady = ({ record: { student } }: LivingRegistration): boolean => student !== null && 'linked' in students.of(student)
  const programmes = await programmesOf(
    living.filter(isReady).flatMap(({ record }) => record.program ?? []),
    context,
  )
  const strangers = await unheardOf(
    { table: 'programs', module: 'Products', ids: [...programmes.keys()] },
    (id, known) => isAsKnown(programmes.get(id), known, context),
    context,
  )
  const placed: Placed[] = []
  for (const one of living) {
    const { record, subject } = one
    const { student, program } = record
    const problem = problemIn(record, mappings.registrations, settings)
    const standing = standingOf(record.status, settings['registrations.statuses'])
    if (problem !== undefined) answers.set(subject.id, { verdict: problem, ...rememberUnsettled(one, context) })
    if (problem !== undefined || student === null || program === null || standing === undefined) continue
    const parent = students.of(student)
    const programme = programmes.get(program)
    if ('answer' in parent) answers.set(subject.id, unready(one, parent.answer, context))
    else if (programme === undefined) {
      const verdict = needsAttention('registration.program_missing', { record: record.id, program })
      answers.set(subject.id, { verdict, ...rememberUnsettled(one, context) })
    } else {
      const place = { user: parent.linked, programme: programme.name, standing, lookAlsoAt: strangers(subject, program) }
      placed.push({ ...one, record: { ...record, student, program }, ...place })
    }
  }
  return { placed, answers }
}

type Programme = ReturnType<FlowContext['mappings']['programs']['read']>

/** Programmes with a name; one that cannot be read, or has none, is absent. */
async function programmesOf(ids: readonly ZohoId[], { zoho, mappings }: FlowContext): Promise<Map<ZohoId, Programme>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const { question, rules, read } = mappings.programs
  const found = await zoho.records({ module: question.module, fields: [rules.name.from] }, wanted)
  return new Map(
    [...found].flatMap(([id, record]): [ZohoId, Programme][] => {
      const programme = read(record)
      return programme.name === '' ? [] : [[id, programme]]
    }),
  )
}

/** One that its own flow has never seen tells its registrations when it does. */
const isAsKnown = (programme: Programme | undefined, known: KnownRecord | undefined, { mappings }: FlowContext): boolean =>
  programme === undefined || known === undefined || areAsSettled(mappings.programs, ['name'], programme, known)

/** Remembered when it is skipped, so that whoever links the student finds it, and with its schedule, which need not be read as news again. */
const unready = (one: LivingRegistration, answer: Answer, context: FlowContext): Answer =>
  answer.passOn === undefined
    ? { ...answer, remember: { records: [stateOfUnready(one, context), ...statesOfRows(one, context)] } }
    : answer
