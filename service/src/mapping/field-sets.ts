import type { AllSettings } from '../settings/definitions.ts'
import { type FieldSet, type Mapping, mappingOf, type Overrides } from './mapping.ts'
import { classFields } from './modules/classes.ts'
import { enrolmentFields } from './modules/enrolments.ts'
import { financeFields } from './modules/finance.ts'
import { paymentFields } from './modules/payments.ts'
import { programFields } from './modules/programs.ts'
import { registrationFields } from './modules/registrations.ts'
import { scheduleRowFields } from './modules/schedule-rows.ts'
import { studentFields } from './modules/students.ts'
import { teacherFields } from './modules/teachers.ts'
import { templateRowFields } from './modules/template-rows.ts'
import { unitFields } from './modules/units.ts'

/** Everything we read of Zoho, by the name of the set. */
export const fieldSets = {
  students: studentFields,
  teachers: teacherFields,
  programs: programFields,
  units: unitFields,
  classes: classFields,
  registrations: registrationFields,
  enrolments: enrolmentFields,
  finance: financeFields,
  payments: paymentFields,
  scheduleRows: scheduleRowFields,
  templateRows: templateRowFields,
} as const

export type FieldSetName = keyof typeof fieldSets
type RulesOf<N extends FieldSetName> = (typeof fieldSets)[N]['rules']

/** The mappings of one college. */
export type Mappings = { readonly [N in FieldSetName]: Mapping<RulesOf<N>> }

/** @param overrides by the name of the set */
export const mappingsOf = (settings: AllSettings, overrides: Partial<Record<FieldSetName, Overrides>> = {}): Mappings =>
  Object.fromEntries(
    Object.entries(fieldSets).map(([name, set]) => [name, mappingOf(set as FieldSet, settings, overrides[name as FieldSetName])]),
  ) as unknown as Mappings
