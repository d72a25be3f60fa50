import type { SyncName } from '../../sync/sources.ts'
import { plural } from '../columns.ts'

/** What is counted, for people. */
const nouns: Readonly<Record<SyncName, readonly [one: string, many: string]>> = {
  programs: ['program', 'programs'],
  teachers: ['teacher', 'teachers'],
  students: ['student', 'students'],
  units: ['unit', 'units'],
  classes: ['class', 'classes'],
  registrations: ['registration', 'registrations'],
  enrolments: ['enrolment', 'enrolments'],
  finance: ['record', 'records'],
}

export const counted = (count: number, name: SyncName): string => plural(count, ...nouns[name])
