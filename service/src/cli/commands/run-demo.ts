import type { Office } from '../../start/office.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { demoOf, demoStudentCommand } from './demo-student.ts'

export async function runDemo({ office, out }: { office: Pick<Office, 'running'>; out: Output }): Promise<ExitCode> {
  if (office.running === undefined) {
    out.note('Nothing runs on this data folder. Start the service with “npm start” in another terminal.')
    return exit.unreachable
  }
  const demo = demoOf(office.running)
  if (demo === undefined) {
    out.note('The demo changes a student, so it works on simulated systems only, and here one is real.')
    return exit.notPossible
  }
  return demoStudentCommand(demo, out)
}
