import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { completed, skipped } from '../../domain/verdicts.ts'
import type { Answer, Flow, FlowContext, Subject } from '../flow.ts'
import { parentsOf } from '../parents.ts'
import { readSubjects } from '../reading.ts'
import { bringIntoMoodle, type Linked } from './bring-into-moodle.ts'
import { stateOfGone, stateOfUnready } from './state.ts'

/** What the plugin must offer: without it Moodle has no place for a student's money. */
const PLUGIN = 'local_campusbridge_set_finance'

/**
 * A student's money in Zoho → the copy in Moodle that the student sees. The subject is the student, whatever record gave the hint. Moodle
 * never decides anything here; what Zoho deletes stays in Moodle, struck through.
 */
export const finance: Flow = {
  name: 'finance',
  keepsCopies: true,
  systems: ['zoho', 'moodle'],
  async run(subjects, context) {
    if (!(await context.moodle.offers(PLUGIN))) {
      return new Map(subjects.map(({ id }) => [id, { verdict: skipped('finance.no_plugin', {}) }]))
    }
    const { ready, answers } = await withAccounts(subjects, context)
    // An echo is judged further down: of a student's money the student record is only a part.
    const looking = [...ready.keys()].map((subject) => ({ ...subject, mayBeEcho: false }))
    const read = await readSubjects(looking, context.mappings.finance, 'finance', context)
    for (const [id, answer] of read.answers) answers.set(id, answer)
    for (const { subject, known } of read.gone) answers.set(subject.id, kept(zohoId(subject.id), known))

    const given = new Map([...ready].map(([subject, user]) => [subject.id, { subject, user }]))
    const living = read.living.flatMap((one): Linked[] => {
      const linked = given.get(one.subject.id)
      return linked === undefined ? [] : [{ ...one, ...linked }]
    })
    for (const [id, answer] of await bringIntoMoodle(living, context)) answers.set(id, answer)
    return answers
  },
}

/** Money is shown to an account: those without one are answered before anything is read. */
async function withAccounts(
  subjects: readonly Subject[],
  context: FlowContext,
): Promise<{ ready: Map<Subject, Linked['user']>; answers: Map<string, Answer> }> {
  const ready = new Map<Subject, Linked['user']>()
  const answers = new Map<string, Answer>()
  const parents = await parentsOf(
    'BTEC_Students',
    subjects.map(({ id }) => zohoId(id)),
    context,
  )
  for (const subject of subjects) {
    const id = zohoId(subject.id)
    const parent = parents.of(id)
    if ('linked' in parent) ready.set(subject, parent.linked)
    else answers.set(subject.id, withoutAccount(id, parent.answer, context))
  }
  return { ready, answers }
}

function withoutAccount(student: ZohoId, answer: Answer, { rehearsal }: FlowContext): Answer {
  const code = answer.verdict instanceof Error ? undefined : answer.verdict?.code
  if (code === 'parent.gone') return kept(student, undefined)
  // The account would be made first, and this run would follow it.
  if (code === 'parent.not_linked' && rehearsal) return { verdict: completed('finance.nothing_yet', { student }) }
  if (code === 'parent.not_ready') return { ...answer, remember: { records: [stateOfUnready(student)] } }
  return answer
}

/** Deleted in Zoho: what the student paid and owed stays in Moodle; whether the account is open is the business of its own flow. */
const kept = (student: ZohoId, known: Parameters<typeof stateOfGone>[1]): Answer => ({
  verdict: completed('finance.kept', { student }),
  remember: { records: [stateOfGone(student, known)] },
})
