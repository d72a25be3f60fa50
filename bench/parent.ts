/** What the bench wants of this process. */
export const task = <T>(): T => JSON.parse(process.argv[2] ?? 'null') as T

/** Tells the bench that this process is ready, and answers its questions from now on. Ends when the bench does. */
export function ready(what: unknown, answer: (question: never) => Promise<unknown> = async () => undefined): void {
  process.on('message', (message) => {
    const { question } = message as { question: never }
    answer(question).then(
      (result) => process.send?.({ answer: result ?? null }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ ready: what ?? null })
}
