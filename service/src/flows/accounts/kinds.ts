import type { Kind } from './kind.ts'
import { studentKind } from './student.ts'
import { teacherKind } from './teacher.ts'

/** Whoever else may have the same account: a teacher who also studies has one. */
export const otherThan = ({ word }: Kind): Kind => (word === 'student' ? teacherKind : studentKind)
