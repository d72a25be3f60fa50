import type { ZohoId } from '../../domain/ids.ts'
import { needsAttention } from '../../domain/verdicts.ts'
import type { Answer, FlowContext } from '../flow.ts'
import { parentsOf } from '../parents.ts'
import { type LivingRegistration, type Placed, problemIn, standingOf } from './registration.ts'
import { rememberUnsettled, stateOfUnready } from './state.ts'

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
  const programmes = await programmesOf(
    living.flatMap(({ record }) => record.program ?? []),
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
    } else placed.push({ ...one, record: { ...record, student, program }, user: parent.linked, programme, standing })
  }
  return { placed, answers }
}

/** The names of programmes; one that cannot be read, or has no name, is absent. */
async function programmesOf(ids: readonly ZohoId[], { zoho, mappings }: FlowContext): Promise<Map<ZohoId, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const { question, rules, read } = mappings.programs
  const found = await zoho.records({ module: question.module, fields: [rules.name.from] }, wanted)
  return new Map(
    [...found].flatMap(([id, record]): [ZohoId, string][] => {
      const { name } = read(record)
      return name === '' ? [] : [[id, name]]
    }),
  )
}

/** Remembered when it is skipped, so that whoever links the student finds it. */
const unready = (one: LivingRegistration, answer: Answer, context: FlowContext): Answer =>
  answer.passOn === undefined ? { ...answer, remember: { records: [stateOfUnready(one, context)] } } : answer
