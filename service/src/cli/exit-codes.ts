/** What the end of a command says to whoever called it; listed in docs/cli.md. */
export const exit = {
  done: 0,
  /** Nothing of that name, or not possible in its present state. */
  notPossible: 1,
  /** The command was not understood, or the configuration is wrong. */
  usage: 2,
  /** A system or the database cannot be reached. */
  unreachable: 3,
  /** Done, and a person must look: doctor found problems, a sync ended with failures. */
  needsAttention: 4,
} as const

export type ExitCode = (typeof exit)[keyof typeof exit]
