import type { RecordEvent } from './world.ts'

/** A workflow rule with one webhook action, as `provision` would install it (reference/zoho.md §4.2). */
export type WebhookRule = {
  module: string
  webhook: { name: string; id: string }
  workflow: { name: string; id: string }
  on: RecordEvent['event'][]
  /** Below the target's url. */
  path: string
  headers(token: string): Record<string, string>
  /** `${!Module.Id}` is replaced as it stands, without JSON escaping; other merge fields stay as they are. */
  body: string
}

const subjects: Record<string, string> = {
  BTEC_Students: 'student',
  BTEC_Teachers: 'teacher',
  BTEC_Registrations: 'registration',
  BTEC_Classes: 'class',
  BTEC_Enrollments: 'enrollment',
  BTEC_Payments: 'payment',
  BTEC_Grades: 'grade',
  BTEC: 'unit',
  Products: 'program',
}

export const mergeId = (module: string): string => `\${!${module}.Id}`

const automationId = (block: number, index: number): string => `57257670000000${block}${String(index).padStart(3, '0')}`

const rulesOf = (module: string, subject: string, index: number): WebhookRule[] => {
  const named = (what: string, nr: number) => ({
    webhook: { name: `Campusbridge - ${module} - ${what}`, id: automationId(31, index * 2 + nr) },
    workflow: { name: `Campusbridge - ${module} - ${what}`, id: automationId(32, index * 2 + nr) },
  })
  const shared = {
    module,
    path: `/v1/events/zoho/${subject}`,
    headers: (token: string) => ({ 'content-type': 'application/json', 'x-campusbridge-token': token }),
  }
  return [
    // One rule for create_or_edit, one for delete, as the college had them; the first cannot tell its two cases apart.
    { ...shared, ...named('upsert', 0), on: ['create', 'edit'], body: `{"module":"${module}","record_id":"${mergeId(module)}"}` },
    {
      ...shared,
      ...named('delete', 1),
      on: ['delete'],
      body: `{"module":"${module}","record_id":"${mergeId(module)}","event_type":"deleted"}`,
    },
  ]
}

export const defaultRules: WebhookRule[] = Object.entries(subjects).flatMap(([module, subject], index) =>
  rulesOf(module, subject, index),
)
