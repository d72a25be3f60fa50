import type { Enrolment } from '../teaching/rows.ts'
import type { MoodleWorld } from '../world.ts'

/** Whether an enrolment counts now: neither suspended nor before its start or after its end, with manual enrolment on in the course. */
export function isInForce(enrolment: Enrolment, { teaching, clock }: MoodleWorld): boolean {
  const { status, timestart, timeend, courseid } = enrolment
  // Moodle rounds the time to hundreds, which lets its database keep the answer.
  const now = Math.round(clock.now() / 100_000) * 100
  const isOn = teaching.courses.get(courseid)?.manualenrolment !== 'off' || enrolment.enrol !== 'manual'
  return isOn && status === 'active' && timestart < now && (timeend === 0 || timeend > now)
}
