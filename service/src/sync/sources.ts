import type { ZohoId } from '../domain/ids.ts'
import type { Route } from '../domain/route.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { FieldSetName, Mappings } from '../mapping/field-sets.ts'
import type { StateTable } from '../ports/memory.ts'

type ReadingOf<N extends FieldSetName> = ReturnType<Mappings[N]['read']>

/** A module, or a part of one, that can be read in bulk and compared with what was last settled. */
export type Source<N extends FieldSetName = FieldSetName> = {
  set: N
  table: StateTable
  /** Whose events its hints are. */
  module: ZohoModule
  /** Rows of a subform are not records of their own: their hints name the record they are a part of, which this set reads. */
  partOf?: 'units' | 'registrations'
  /** The keys that bring a record into step; none when it belongs to nobody, which its module's own flow says. */
  routesOf(record: ReadingOf<N>): readonly Route[]
  /** The same for one that is not there any more, from its id and the owners last known. */
  routesOfLost(key: ZohoId, owners: readonly ZohoId[]): readonly Route[]
}

const source = <N extends FieldSetName>(one: Source<N>): Source<N> => one

/** Records that are their own subject. */
const ofItself = <N extends 'students' | 'teachers' | 'programs' | 'units' | 'classes' | 'registrations' | 'finance'>(
  set: N,
  module: ZohoModule,
): Source<N> =>
  source({
    set,
    table: set,
    module,
    routesOf: ({ id }) => [{ flow: set, subject: id }],
    routesOfLost: (key) => [{ flow: set, subject: key }],
  })

/** Rows of a subform, or records that are shown as a part of another one. */
const ofOwner = (flow: string, owner: ZohoId | null | undefined): Route[] => (owner ? [{ flow, subject: owner }] : [])

const pair = (student: ZohoId | null | undefined, of: ZohoId | null | undefined): Route[] =>
  student && of ? [{ flow: 'enrolments', subject: `${student}:${of}` }] : []

/**
 * What `sync <name>` reads, in the order in which things depend on each other: what comes first is there when the next is looked at, and
 * waits for nothing.
 */
export const sources = {
  programs: [ofItself('programs', 'Products')],
  teachers: [ofItself('teachers', 'BTEC_Teachers')],
  students: [ofItself('students', 'BTEC_Students')],
  units: [
    ofItself('units', 'BTEC'),
    source({
      set: 'templateRows',
      table: 'templateRows',
      module: 'BTEC',
      partOf: 'units',
      routesOf: ({ parent }) => ofOwner('units', parent),
      routesOfLost: (_key, [unit]) => ofOwner('units', unit),
    }),
  ],
  classes: [ofItself('classes', 'BTEC_Classes')],
  registrations: [
    ofItself('registrations', 'BTEC_Registrations'),
    source({
      set: 'scheduleRows',
      table: 'scheduleRows',
      module: 'BTEC_Registrations',
      partOf: 'registrations',
      routesOf: ({ parent }) => ofOwner('registrations', parent),
      routesOfLost: (_key, [registration]) => ofOwner('registrations', registration),
    }),
  ],
  enrolments: [
    source({
      set: 'enrolments',
      table: 'enrollments',
      module: 'BTEC_Enrollments',
      routesOf: ({ student, class: of }) => pair(student, of),
      routesOfLost: (_key, [student, of]) => pair(student, of),
    }),
  ],
  finance: [
    ofItself('finance', 'BTEC_Students'),
    source({
      set: 'payments',
      table: 'payments',
      module: 'BTEC_Payments',
      routesOf: ({ student }) => ofOwner('finance', student),
      routesOfLost: (_key, [student]) => ofOwner('finance', student),
    }),
  ],
} as const

export type SyncName = keyof typeof sources
export const syncNames = Object.keys(sources) as SyncName[]
export const isSyncName = (name: string): name is SyncName => Object.hasOwn(sources, name)

/** What must be in step before this name is read, or its runs would wait for their parents. */
export const needs: Readonly<Record<SyncName, readonly SyncName[]>> = {
  programs: [],
  teachers: [],
  // One person may be both: whoever comes second finds the account.
  students: ['teachers'],
  units: [],
  classes: ['programs', 'teachers', 'units'],
  registrations: ['programs', 'students'],
  enrolments: ['students', 'classes'],
  finance: ['students', 'registrations'],
}

/** The sources of a name, all of one type. */
export const sourcesOf = (name: SyncName): readonly Source[] => sources[name]
