/** One thing to correct, for the person who starts the service. Never holds the value of a secret. */
export type ConfigProblem = {
  variable: string
  /** What is wrong, without a full stop: `is missing`. */
  problem: string
  /** What to do about it, as a sentence. */
  fix: string
}

/** The environment cannot be used as it is. Its message lists everything that is wrong, so that one look is enough. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, problem, fix }) => `  ${variable} ${problem}. ${fix}`)
    super(`The configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n${lines.join('\n')}`)
    this.problems = problems
  }
}
