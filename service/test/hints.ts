import { createHmac, randomUUID } from 'node:crypto'
import { demoSecrets } from '../src/config/demo-secrets.ts'

const moduleOf = {
  student: 'BTEC_Students',
  teacher: 'BTEC_Teachers',
  registration: 'BTEC_Registrations',
  class: 'BTEC_Classes',
  enrollment: 'BTEC_Enrollments',
  payment: 'BTEC_Payments',
  grade: 'BTEC_Grades',
  unit: 'BTEC',
  program: 'Products',
} as const

export type Hinted = { status: number; eventId: string; body: { status: string; event_id: string; reason?: string } }

/** A signed hint from Zoho at any door: of any process, any college, any module. */
export async function hint(
  url: string,
  about: {
    recordId: string
    subject?: keyof typeof moduleOf
    eventType?: string
    eventId?: string
    secret?: string
    /** `t/<tenant>/` for a college that is not the default one. */
    college?: string
  },
): Promise<Hinted> {
  const { recordId, subject = 'student', eventType = 'updated', eventId = randomUUID(), college = '' } = about
  const body = JSON.stringify({
    event_id: eventId,
    event_type: eventType,
    module: moduleOf[subject],
    record_id: recordId,
    timestamp: new Date().toISOString(),
  })
  const t = Math.floor(Date.now() / 1000)
  const v1 = createHmac('sha256', about.secret ?? demoSecrets.ZOHO_WEBHOOK_SECRET)
    .update(`${t}.${body}`)
    .digest('hex')
  const answer = await fetch(`${url}/v1/${college}events/zoho/${subject}`, {
    method: 'POST',
    body,
    headers: { 'x-zoho-signature': `t=${t},v1=${v1}` },
  })
  return { status: answer.status, eventId, body: (await answer.json()) as Hinted['body'] }
}
