/** Where a command says what it has to say: sentences for people, or one JSON value for programs. */
export type Output = {
  asJson: boolean
  /** The answer. `lines` are made only for people. */
  answer(value: unknown, lines: () => readonly string[]): void
  /** What happens meanwhile; never part of the answer. */
  note(line: string): void
}

export const createOutput = (
  asJson: boolean,
  stdout: (text: string) => void = (text) => void process.stdout.write(text),
  stderr: (text: string) => void = (text) => void process.stderr.write(text),
): Output => ({
  asJson,
  answer: (value, lines) =>
    stdout(
      asJson
        ? `${JSON.stringify(value, null, 2)}\n`
        : lines()
            .map((line) => `${line}\n`)
            .join(''),
    ),
  note: (line) => stderr(`${line}\n`),
})
