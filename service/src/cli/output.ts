/** Where a command says what it has to say: sentences for people, or one JSON value for programs. */
export type Output = {
  asJson: boolean
  /** The answer. `lines` are made only for people. */
  answer(value: unknown, lines: () => readonly string[]): void
  /** What happens meanwhile; never part of the answer. */
  note(line: string): void
}

export type Streams = { stdout: (text: string) => void; stderr: (text: string) => void }

export const createOutput = (asJson: boolean, { stdout, stderr }: Streams): Output => ({
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
