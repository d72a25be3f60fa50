import { createJournal, createTable, type Journal, type Table } from '../table.ts'
import type {
  Assignment,
  AssignmentGrade,
  Category,
  Cohort,
  CohortMember,
  Course,
  DraftFile,
  Enrolment,
  GradingForm,
  Picture,
  RoleAssignment,
} from './rows.ts'

/** As kept between two starts: each table's rows and last id. */
export type KeptTables = Record<string, { rows: { id: number }[]; lastId: number }>

/** What a site knows of teaching beside its accounts. All changes within `journal.transaction` are undone together. */
export function createTeaching() {
  const journal = createJournal()
  const tables = tablesOf(journal)
  return {
    journal,
    ...tables,
    clear(): void {
      for (const table of Object.values(tables)) table.clear()
    },
    kept: (): KeptTables =>
      Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, { rows: table.all(), lastId: table.lastId() }])),
    restore(kept: KeptTables): void {
      for (const [name, table] of Object.entries(tables) as [string, Table<{ id: number }>][]) {
        const { rows, lastId } = kept[name] ?? { rows: [], lastId: 0 }
        table.fill(rows, lastId)
      }
    },
  }
}

export type Teaching = ReturnType<typeof createTeaching>

/** Of two things together, as a word of an index. */
export const pair = (one: number, other: number): string => `${one}:${other}`

const tablesOf = (journal: Journal) => ({
  /** Gives out context ids and nothing else. */
  contexts: createTable<{ id: number }, never>(journal, {}),
  categories: createTable<Category, 'idnumber' | 'parent' | 'contextid'>(journal, {
    idnumber: ({ idnumber }) => idnumber ?? '',
    parent: ({ parent }) => String(parent),
    contextid: ({ contextid }) => String(contextid),
  }),
  courses: createTable<Course, 'shortname' | 'idnumber' | 'category'>(journal, {
    shortname: ({ shortname }) => shortname,
    idnumber: ({ idnumber }) => idnumber,
    category: ({ category }) => String(category),
  }),
  cohorts: createTable<Cohort, 'idnumber'>(journal, { idnumber: ({ idnumber }) => idnumber ?? '' }),
  cohort_members: createTable<CohortMember, 'cohort' | 'user' | 'pair'>(journal, {
    cohort: ({ cohortid }) => String(cohortid),
    user: ({ userid }) => String(userid),
    pair: ({ cohortid, userid }) => pair(cohortid, userid),
  }),
  enrolments: createTable<Enrolment, 'course' | 'user' | 'pair'>(journal, {
    course: ({ courseid }) => String(courseid),
    user: ({ userid }) => String(userid),
    pair: ({ userid, courseid }) => pair(userid, courseid),
  }),
  role_assignments: createTable<RoleAssignment, 'course' | 'user' | 'pair'>(journal, {
    course: ({ courseid }) => String(courseid),
    user: ({ userid }) => String(userid),
    pair: ({ userid, courseid }) => pair(userid, courseid),
  }),
  grading_definitions: createTable<GradingForm, 'zohoid' | 'copiedfrom' | 'assignment'>(journal, {
    zohoid: ({ zohoid }) => zohoid,
    copiedfrom: ({ copiedfromid }) => String(copiedfromid),
    assignment: ({ assignmentid }) => String(assignmentid),
  }),
  /** Gives out the ids of criteria and nothing else. */
  criteria: createTable<{ id: number }, never>(journal, {}),
  assignments: createTable<Assignment, 'course' | 'cmid'>(journal, {
    course: ({ courseid }) => String(courseid),
    cmid: ({ cmid }) => String(cmid),
  }),
  grades: createTable<AssignmentGrade, 'assignment' | 'pair'>(journal, {
    assignment: ({ assignmentid }) => String(assignmentid),
    pair: ({ assignmentid, userid }) => pair(assignmentid, userid),
  }),
  draft_files: createTable<DraftFile, 'itemid'>(journal, { itemid: ({ itemid }) => String(itemid) }),
  pictures: createTable<Picture, 'user'>(journal, { user: ({ userid }) => String(userid) }),
})
