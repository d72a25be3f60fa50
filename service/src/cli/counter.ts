import type { Office } from '../start/office.ts'
import type { Desk } from '../verbs/desk.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Output } from './output.ts'

/** Where a command is served: the office, the desk of the college it is about, and a mouth. */
export type Counter = { office: Office; desk: Desk; out: Output }

/** Opens the office for one command and closes it again, whatever happens. */
export type AtCounter = (work: (counter: Counter) => Promise<ExitCode>) => Promise<void>
