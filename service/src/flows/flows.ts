import type { Flow } from './flow.ts'
import { students } from './students/students.ts'

/** Every flow there is: the service runs them, and a bulk read rehearses them. */
export const flows: readonly Flow[] = [students]
