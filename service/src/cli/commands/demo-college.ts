import type { NamedSync } from '../../sync/sync-names.ts'
import { everyName } from '../../verbs/sync.ts'
import { columns } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import { ask, type Demo } from './demo.ts'
import { syncEverything, tableOf } from './sync-all.ts'
import type { SyncCounter } from './sync-counter.ts'
import { endNotes } from './sync-ends.ts'

/** What a Moodle is born with, and the caller of its web services. */
const notOurs = new Set(['guest', 'admin', 'wsuser'])

/** Where the simulated Moodle keeps what arrives. */
const arrivals = [
  ['accounts', 'users'],
  ['categories', 'categories'],
  ['courses', 'courses'],
  ['enrolments', 'enrolments'],
  ['cohorts', 'cohorts'],
  ['members of cohorts', 'cohort_members'],
  ['grading templates', 'grading_definitions'],
  ['registrations', 'registrations'],
  ['instalments', 'instalments'],
  ['students’ finances', 'finance'],
  ['payments', 'payments'],
] as const

/** Brings the whole invented college into the simulated Moodle, tells what arrived, and does it again to show that nothing is left to do. */
export async function demoCollegeCommand(demo: Demo, counter: SyncCounter): Promise<ExitCode> {
  const { out } = counter
  await ask(`${demo.simulators}/__sim/moodle/settings`, 'PATCH', { plugin: true })
  out.note('Moodle: the plugin is installed. Reading all of Zoho.')
  const before = await inMoodle(demo)
  const first = await syncEverything(counter, everyName())
  const after = await inMoodle(demo)

  out.note('And once more: what is in step is left alone.')
  const lastCall = await lastCallOf(demo)
  const second = await syncEverything(counter, everyName())
  const writes = (await callsSince(demo, lastCall)).filter(isWrite)
  const again = await inMoodle(demo)

  out.answer(
    {
      first: figuresOf(first),
      before,
      arrived: after,
      second: { ...figuresOf(second), writes: writes.length, in_moodle: again },
    },
    () => [
      '',
      'The first time',
      ...tableOf(first),
      '',
      'What is in Moodle',
      ...columns([
        ['', 'before', 'now'],
        ...arrivals.map(([what]) => [what, String(before[what] ?? 0), String(after[what] ?? 0)]),
      ]),
      '',
      'The second time',
      ...tableOf(second),
      writes.length === 0
        ? 'Nothing was written, in Moodle or in Zoho.'
        : `${writes.length} writes: ${[...new Set(writes)].join(', ')}`,
      ...(first.some(({ waited }) => waited.failed > 0)
        ? ['', 'Some records need a person, on purpose: “causes” says which and what to do.']
        : []),
      ...first.filter(({ waited }) => waited.ended === 'stuck').flatMap(({ waited }) => endNotes(waited)),
    ],
  )
  return [...first, ...second].some(({ waited }) => waited.ended === 'stuck') || writes.length > 0
    ? exit.needsAttention
    : exit.done
}

async function inMoodle({ simulators }: Demo): Promise<Record<string, number>> {
  const counts = await Promise.all(
    arrivals.map(async ([what, table]): Promise<[string, number]> => {
      const { count, records } = await ask<{ count: number; records: { username?: string; deleted?: unknown }[] }>(
        `${simulators}/__sim/moodle/records/${table}?limit=100000`,
      )
      if (table !== 'users') return [what, count]
      return [what, records.filter(({ username = '', deleted }) => !notOurs.has(username) && !deleted).length]
    }),
  )
  return Object.fromEntries(counts)
}

const lastCallOf = async ({ simulators }: Demo): Promise<number> =>
  (await ask<{ lastSeq: number }>(`${simulators}/__sim/calls?since=999999999`)).lastSeq

const callsSince = async ({ simulators }: Demo, since: number): Promise<string[]> =>
  (await ask<{ calls: { operation: string }[] }>(`${simulators}/__sim/calls?since=${since}`)).calls.map(
    ({ operation }) => operation,
  )

/** In Moodle a function that is not a question, in Zoho everything but a question. */
const isWrite = (operation: string): boolean =>
  operation.startsWith('PUT ') ||
  /(?:^|_)(?:create|update|upsert|set|add|delete|assign|unassign|enrol|unenrol)_/.test(operation) ||
  (operation.startsWith('POST ') && !/coql|oauth/.test(operation))

const figuresOf = (results: readonly NamedSync[]) =>
  Object.fromEntries(
    results.map(({ name, synced, waited }) => [
      name,
      {
        read: synced.read,
        added: synced.added,
        changed: synced.changed,
        gone: synced.gone,
        unchanged: synced.unchanged,
        in_step: waited.done,
        failed: waited.failed,
        kept: waited.kept,
        waiting: waited.waiting,
      },
    ]),
  )
