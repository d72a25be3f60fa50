/** Repeats a chore: the next round starts `everyMs` after the last one ended, and a round that fails is reported and repeated. */
export function repeat(
  everyMs: number,
  chore: () => Promise<void>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let stopping = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()
  const round = (): void => {
    current = chore()
      .catch(onError)
      .finally(() => {
        if (!stopping) timer = setTimeout(round, everyMs)
      })
  }
  timer = setTimeout(round, everyMs)
  return {
    async stop() {
      stopping = true
      clearTimeout(timer)
      await current
    },
  }
}
