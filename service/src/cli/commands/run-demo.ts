import type { Office } from '../../start/office.ts'
import type { Desk } from '../../verbs/desk.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { type Demo, demoOf } from './demo.ts'
import { demoCollegeCommand } from './demo-college.ts'
import { demoStudentCommand } from './demo-student.ts'
import { syncCounterOf } from './run-sync.ts'

type Counter = { office: Pick<Office, 'running' | 'connections' | 'database' | 'ledger'>; desk: Desk; out: Output }

export const runDemo = (counter: Counter): Promise<ExitCode> =>
  onSimulated(counter, (demo) => demoStudentCommand(demo, counter.out))

export const runCollegeDemo = (counter: Counter): Promise<ExitCode> =>
  onSimulated(counter, async (demo) => {
    const stopping = new AbortController()
    const stop = (): void => stopping.abort()
    process.once('SIGINT', stop)
    try {
      // Its mails go nowhere, and what it removes nobody misses.
      const wishes = { sendMail: true, allowRemovals: true }
      return await demoCollegeCommand(demo, await syncCounterOf(counter, wishes, stopping.signal))
    } finally {
      process.removeListener('SIGINT', stop)
    }
  })

async function onSimulated({ office, out }: Counter, show: (demo: Demo) => Promise<ExitCode>): Promise<ExitCode> {
  if (office.running === undefined) {
    out.note('Nothing runs on this data folder. Start the service with “npm start” in another terminal.')
    return exit.unreachable
  }
  const demo = demoOf(office.running)
  if (demo === undefined) {
    out.note('The demo changes records, so it works on simulated systems only, and here one is real.')
    return exit.notPossible
  }
  return show(demo)
}
